-- Share of each role's tagged postings that carry each skill as a tag.
with tagged as (
    select distinct posting_id, skill_id, role_id, source_id
    from market_postings
    join posting_skills using (posting_id)
    where evidence = 'tag' and not is_repeat
),
looked_at as (
    select role_id, count(distinct posting_id) as postings_with_tags
    from tagged
    group by all
    having is_enough(postings_with_tags)
),
counted as (
    select role_id, skill_id, count(*) as postings, count(distinct source_id) as sources
    from tagged
    join skills using (skill_id)
    where category <> 'soft'
    group by all
)
select
    role_id,
    skill_id,
    row_number() over (partition by role_id order by postings desc, skill_id) as rank,
    postings,
    postings_with_tags,
    postings / postings_with_tags as share,
    wilson_low(postings, postings_with_tags) as share_low,
    wilson_high(postings, postings_with_tags) as share_high,
    sources,
    is_small_sample(postings_with_tags) as is_small_sample
from counted
join looked_at using (role_id)
order by role_id, rank
