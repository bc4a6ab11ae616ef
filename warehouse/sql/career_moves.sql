-- Skills to add to go from one role to another.
with roles_shown as (select distinct role_id, postings_with_text from role_skill_demand),
compared as (
    select
        origin.role_id as from_role_id,
        target.role_id as to_role_id,
        target.skill_id,
        coalesce(known.share, 0.0) as from_share,
        target.share as to_share,
        newcombe_low(
            target.postings, target.postings_with_text, coalesce(known.postings, 0), origin.postings_with_text
        ) as difference_low,
        newcombe_high(
            target.postings, target.postings_with_text, coalesce(known.postings, 0), origin.postings_with_text
        ) as difference_high,
        target.required_share,
        target.lift,
        is_small_sample(least(target.postings_with_text, origin.postings_with_text)) as is_small_sample
    from role_skill_demand as target
    join roles_shown as origin on origin.role_id <> target.role_id
    left join role_skill_demand as known on (known.role_id, known.skill_id) = (origin.role_id, target.skill_id)
)
select
    from_role_id,
    to_role_id,
    row_number() over (partition by from_role_id, to_role_id order by to_share - from_share desc, lift desc, skill_id) as rank,
    skill_id,
    from_share,
    to_share,
    to_share - from_share as difference,
    difference_low,
    difference_high,
    required_share,
    lift,
    is_small_sample
from compared
where difference_low > 0
qualify rank <= 20
order by from_role_id, to_role_id, rank
