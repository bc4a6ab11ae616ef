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
roles as (
    select distinct period, role_id, length, is_small_sample from weighed
),
compared as (
    select
        own.period,
        own.role_id,
        others.role_id as other_role_id,
        own.length * others.length as lengths,
        own.is_small_sample or others.is_small_sample as is_small_sample,
        own.skill_id,
        own.weight * other.weight as common_weight,
        own.share - coalesce(other.share, 0) as difference
    from weighed as own
    join roles as others on others.period = own.period and others.role_id <> own.role_id
    left join weighed as other
        on (other.period, other.role_id, other.skill_id) = (own.period, others.role_id, own.skill_id)
),
gathered as (
    select
        period,
        role_id,
        other_role_id,
        any_value(is_small_sample) as is_small_sample,
        coalesce(sum(common_weight order by skill_id) filter (common_weight > 0), 0) as dot_product,
        least(1.0, coalesce(dot_product / nullif(any_value(lengths), 0), 0.0)) as similarity,
        min_by(skill_id, (-common_weight, skill_id), 5) filter (common_weight > 0) as connecting,
        min_by(skill_id, (-difference, skill_id), 5) filter (difference > 0) as own
    from compared
    group by period, role_id, other_role_id
)
select
    one.period,
    one.role_id,
    one.other_role_id,
    row_number() over (
        partition by one.period, one.role_id order by one.similarity desc, one.other_role_id
    ) as rank,
    one.similarity,
    coalesce(one.connecting, []) as connecting_skills,
    coalesce(one.own, []) as own_skills,
    coalesce(other.own, []) as other_skills,
    one.is_small_sample
from gathered as one
join gathered as other
    on (other.period, other.role_id, other.other_role_id) = (one.period, one.other_role_id, one.role_id)
order by one.period, one.role_id, rank
