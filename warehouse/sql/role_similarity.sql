-- Roles that ask for the same skills, by period.
with weighed as (
    select
        period,
        role_id,
        skill_id,
        asked.asked_share as share,
        asked.asked_share * ln(1 / skill_demand.asked_share) as weight,
        asked.is_small_sample,
        sqrt(
            sum(weight ^ 2) over (
                partition by period, role_id order by skill_id rows between unbounded preceding and unbounded following
            )
        ) as length
    from role_skill_demand as asked
    join skill_demand using (period, skill_id)
    where asked.asked_postings > 0
),
pairs as (
    select period, one.role_id, other.role_id as other_role_id, one.length * other.length as lengths,
        one.is_small_sample or other.is_small_sample as is_small_sample
    from (select distinct period, role_id, length, is_small_sample from weighed) as one
    join (select distinct period, role_id, length, is_small_sample from weighed) as other using (period)
    where one.role_id <> other.role_id
),
compared as (
    select
        pairs.period,
        pairs.role_id,
        other_role_id,
        lengths,
        pairs.is_small_sample,
        skill_demand.skill_id,
        coalesce(own.weight, 0) as own_weight,
        coalesce(other.weight, 0) as other_weight,
        coalesce(own.share, 0) - coalesce(other.share, 0) as difference
    from pairs
    join skill_demand using (period)
    left join weighed as own
        on (own.period, own.role_id, own.skill_id) = (pairs.period, pairs.role_id, skill_demand.skill_id)
    left join weighed as other
        on (other.period, other.role_id, other.skill_id) = (pairs.period, other_role_id, skill_demand.skill_id)
    where own.share is not null or other.share is not null
),
gathered as (
    select
        period,
        role_id,
        other_role_id,
        any_value(is_small_sample) as is_small_sample,
        least(1.0, sum(own_weight * other_weight order by skill_id) / nullif(any_value(lengths), 0)) as similarity,
        list(skill_id order by own_weight * other_weight desc, skill_id) filter (own_weight * other_weight > 0) as connecting,
        list(skill_id order by difference desc, skill_id) filter (difference > 0) as own,
        list(skill_id order by difference, skill_id) filter (difference < 0) as other
    from compared
    group by period, role_id, other_role_id
)
select
    period,
    role_id,
    other_role_id,
    row_number() over (partition by period, role_id order by similarity desc, other_role_id) as rank,
    coalesce(similarity, 0.0) as similarity,
    coalesce(connecting[:5], []) as connecting_skills,
    coalesce(own[:5], []) as own_skills,
    coalesce(other[:5], []) as other_skills,
    is_small_sample
from gathered
order by period, role_id, rank
