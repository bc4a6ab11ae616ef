-- Only skills frequent enough to be in a pair that is; small numbers instead of names keep the join fast.
with frequent as (
    select skill_id, rank::integer as number, postings, postings_with_text, share
    from skill_demand
    where is_enough(postings) and share >= 0.005
),
named as (
    select dense_rank() over (order by posting_id)::integer as posting, number
    from market_skills
    join frequent using (skill_id)
    where not is_repeat
),
paired as (
    select one.number as one_number, other.number as other_number, count(*) as postings
    from named as one
    join named as other on one.posting = other.posting and one.number < other.number
    group by all
    having is_enough(count(*))
),
ordered as (
    select
        if(one.skill_id < other.skill_id, one, other) as first,
        if(one.skill_id < other.skill_id, other, one) as second,
        paired.postings
    from paired
    join frequent as one on one.number = one_number
    join frequent as other on other.number = other_number
)
select
    first.skill_id as skill_id,
    second.skill_id as other_skill_id,
    postings,
    first.postings_with_text as postings_with_text,
    postings / first.postings_with_text as support,
    postings / first.postings as confidence,
    postings / second.postings as other_confidence,
    postings / first.postings / (second.postings / first.postings_with_text) as lift,
    postings / (first.postings + second.postings - postings) as jaccard,
    correlation(support, first.share, second.share) as correlation
from ordered
where support >= 0.005
order by postings desc, skill_id, other_skill_id
