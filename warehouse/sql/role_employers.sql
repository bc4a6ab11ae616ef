-- Employers that hire for each role: the 50 with the most unique postings, by period.
with named as (
    select
        unnest([role_id, 'all']) as role_id,
        period,
        employer,
        kind,
        source_id
    from market_postings
    join (select posting_id, company from postings) using (posting_id)
    join (select company, employer, kind from employers) using (company)
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where not is_repeat and employer is not null
),
counted as (
    select
        role_id,
        period,
        employer,
        any_value(kind) as kind,
        count(*) as postings,
        count(distinct source_id) as sources
    from named
    group by role_id, period, employer
)
select
    *,
    sum(postings) over (partition by role_id, period)::bigint as postings_with_employer,
    postings / postings_with_employer as share,
    row_number() over (partition by role_id, period order by postings desc, employer) as rank
from counted
qualify rank <= 50
order by role_id, period, rank
