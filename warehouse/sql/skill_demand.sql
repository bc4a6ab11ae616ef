-- Share of the ML market's postings that name, ask for and require each skill, by period.
with texts as (
    select period, sum(postings_with_text)::bigint as postings_with_text from role_demand group by all
),
counted as (
    select
        period,
        skill_id,
        sum(raw_postings)::bigint as raw_postings,
        sum(named_postings)::bigint as named_postings,
        sum(asked_postings)::bigint as asked_postings,
        sum(required_postings)::bigint as required_postings,
        sum(asked_itself_postings)::bigint as asked_itself_postings
    from role_skill_months
    join periods on is_in_period(month, period, first_day, last_day)
    group by all
    having sum(named_postings) > 0
),
asked as (
    from counted join texts using (period)
)
select *, row_number() over (partition by period order by asked_postings desc, named_postings desc, skill_id) as rank
from with_shares(asked)
order by period, rank
