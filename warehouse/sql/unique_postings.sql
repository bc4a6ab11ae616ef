-- Unique postings: when, where, how often and in which sources each was seen, and whether it is still open.
with seen as (
    select
        coalesce(duplicate_of, posting_id) as posting_id,
        file,
        coalesce(postings.seen_on, taken_on, posted_on) as seen_on,
        text_sha256,
        company,
        location,
        country,
        postings.source_id
    from postings
    left join snapshots using (file)
    where kind = 'posting'
    union all
    select
        coalesce(duplicate_of, posting_id),
        sightings.file,
        taken_on,
        text_sha256,
        company,
        location,
        country,
        postings.source_id
    from sightings
    join postings using (posting_id)
    join snapshots on snapshots.file = sightings.file
),
listings as (
    select
        posting_id,
        bool_or(next_on is null) as is_open,
        max(next_on) as closed_by
    from seen
    join snapshots using (file)
    where snapshots > 1 and lists_all_open
    group by all
)
select
    posting_id,
    min(seen_on) as first_seen_on,
    max(seen_on) as last_seen_on,
    any_value(is_open) as is_open,
    any_value(closed_by) filter (not is_open) as closed_by,
    count(*) as raw_postings,
    count(distinct text_sha256) as versions,
    coalesce(list(distinct company order by company) filter (company is not null), []) as companies,
    coalesce(list(distinct location order by location) filter (location is not null), []) as locations,
    coalesce(list(distinct country order by country) filter (country is not null), []) as countries,
    list(distinct source_id order by source_id) as sources
from seen
left join listings using (posting_id)
group by posting_id
order by posting_id
