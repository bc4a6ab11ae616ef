-- Merged pairs to review: a random sample of each tier, and the least similar pairs.

-- posting_id is a hash, so its order is a random sample that is the same each time.
with pairs as (
    select
        *,
        row_number() over (partition by duplicate_tier order by posting_id) as drawn,
        row_number() over (partition by duplicate_tier order by duplicate_similarity nulls last, posting_id) as likeness
    from postings
    where duplicate_of is not null
),
sampled as (
    select *, case when likeness <= 25 and duplicate_similarity < 1 then 'least_similar' else 'drawn' end as sample
    from pairs
    where drawn <= 50 or (likeness <= 25 and duplicate_similarity < 1)
)
select
    sampled.posting_id,
    sampled.duplicate_of,
    sampled.duplicate_tier,
    sampled.sample,
    sampled.duplicate_similarity,
    sampled.title,
    original.title as original_title,
    sampled.company,
    original.company as original_company,
    sampled.location,
    original.location as original_location,
    coalesce(sampled.posted_on, sampled.seen_on) as dated_on,
    coalesce(original.posted_on, original.seen_on) as original_dated_on,
    sampled.source_id,
    original.source_id as original_source_id
from sampled
join postings as original on original.posting_id = sampled.duplicate_of
order by sampled.duplicate_tier, sampled.sample, sampled.posting_id
