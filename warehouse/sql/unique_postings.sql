-- Postings counted once: first and last seen, how often, where and in which sources.
with sightings as (
    select
        coalesce(duplicate_of, posting_id) as posting_id,
        coalesce(seen_on, posted_on) as seen_on,
        text_sha256,
        company,
        location,
        country,
        source_id
    from postings
    where kind = 'posting'
)
select
    posting_id,
    min(seen_on) as first_seen_on,
    max(seen_on) as last_seen_on,
    count(*) as raw_postings,
    count(distinct text_sha256) as versions,
    coalesce(list(distinct company order by company) filter (company is not null), []) as companies,
    coalesce(list(distinct location order by location) filter (location is not null), []) as locations,
    coalesce(list(distinct country order by country) filter (country is not null), []) as countries,
    list(distinct source_id order by source_id) as sources
from sightings
group by posting_id
order by posting_id
