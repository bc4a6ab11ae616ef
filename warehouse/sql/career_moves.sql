-- Skills to learn to move from one role to another, by period.
with roles_shown as (select distinct period, role_id, postings_with_text from role_skill_demand),
compared as (
    select
        target.period,
        origin.role_id as from_role_id,
        target.role_id as to_role_id,
        target.skill_id,
        coalesce(known.asked_share, 0.0) as from_share,
        target.asked_share as to_share,
        newcombe_low(
            target.asked_postings,
            target.postings_with_text,
            coalesce(known.asked_postings, 0),
            origin.postings_with_text
        ) as difference_low,
        newcombe_high(
            target.asked_postings,
            target.postings_with_text,
            coalesce(known.asked_postings, 0),
            origin.postings_with_text
        ) as difference_high,
        target.required_share as to_required_share,
        target.lift,
        is_small_sample(least(target.postings_with_text, origin.postings_with_text)) as is_small_sample
    from role_skill_demand as target
    join roles_shown as origin on origin.period = target.period and origin.role_id <> target.role_id
    left join role_skill_demand as known
        on (known.period, known.role_id, known.skill_id) = (target.period, origin.role_id, target.skill_id)
)
select
    period,
    from_role_id,
    to_role_id,
    row_number() over (
        partition by period, from_role_id, to_role_id order by to_share - from_share desc, lift desc, skill_id
    ) as rank,
    skill_id,
    from_share,
    to_share,
    to_share - from_share as difference,
    difference_low,
    difference_high,
    to_required_share,
    lift,
    is_small_sample
from compared
where difference_low > 0
qualify rank <= 20
order by period, from_role_id, to_role_id, rank
