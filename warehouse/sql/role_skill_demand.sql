-- Share of each role's postings that name, ask for and require each skill, by period, and the role's distinctive
-- skills.
with counted as (
    select
        period,
        role_id,
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
    select counted.*, postings_with_text
    from counted
    join role_demand using (period, role_id)
    where not is_suppressed
),
compared as (
    select
        asked.*,
        row_number() over (
            partition by period, role_id order by asked.asked_postings desc, asked.named_postings desc, skill_id
        ) as rank,
        asked.asked_share / nullif(skill_demand.asked_share, 0) as lift,
        row_number() over (
            partition by period, role_id
            order by if(asked.asked_postings = 0, 0.0, asked.asked_postings * ln(1 / skill_demand.asked_share)) desc, skill_id
        ) as tf_idf_rank
    from with_shares(asked) as asked
    join skill_demand using (period, skill_id)
)
select
    compared.*,
    log_odds,
    log_odds_z,
    case
        when is_distinctive then if(asked_share >= 0.3, 'defining', 'distinguishing')
        when asked_share < 0.05 then 'rare'
        else 'common'
    end as demand_class,
    role_skill_spread.* exclude (period, role_id, skill_id)
from compared
left join role_skill_odds using (period, role_id, skill_id)
join role_skill_spread using (period, role_id, skill_id)
order by period, role_id, rank
