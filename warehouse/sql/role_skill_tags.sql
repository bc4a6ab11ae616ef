-- Share of each role's tagged postings of a source that carry each skill as a tag, by period.

-- Each source has its own tags: if they were pooled, a tag that only some sources use would look rare.
with tagged as (
    select distinct period, posting_id, broader_id as skill_id, role_id, source_id
    from market_postings
    join posting_skills using (posting_id)
    join skill_lineage using (skill_id)
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where evidence = 'tag' and not is_repeat
),
looked_at as (
    select period, source_id, role_id, count(distinct posting_id) as postings_with_tags
    from tagged
    group by all
    having is_enough(postings_with_tags)
),
counted as (
    select period, source_id, role_id, skill_id, count(*) as postings
    from tagged
    join skills using (skill_id)
    where category <> 'soft'
    group by all
)
select
    period,
    source_id,
    role_id,
    skill_id,
    row_number() over (partition by period, source_id, role_id order by postings desc, skill_id) as rank,
    postings,
    postings_with_tags,
    postings / postings_with_tags as share,
    wilson_low(postings, postings_with_tags) as share_low,
    wilson_high(postings, postings_with_tags) as share_high,
    is_small_sample(postings_with_tags) as is_small_sample
from counted
join looked_at using (period, source_id, role_id)
order by period, source_id, role_id, rank
