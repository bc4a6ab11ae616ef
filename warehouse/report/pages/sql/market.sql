-- How many postings is this, from when, from how many sources, and where do the texts come from?
select
    count(*) filter (not is_repeat) as postings,
    count(*) filter (not is_repeat and has_text) as postings_with_text,
    count(*) as raw_postings,
    count(distinct source_id) as sources,
    count(distinct country) as countries,
    min(year(coalesce(posted_on, unique_postings.first_seen_on))) as first_year,
    max(year(unique_postings.last_seen_on)) as last_year,
    count(distinct source_id) filter (has_text and not is_repeat) as text_sources,
    count(distinct country) filter (has_text and not is_repeat) as text_countries,
    min(country) filter (has_text and not is_repeat) as text_country,
    min(year(posted_on)) filter (has_text and not is_repeat) as text_first_year,
    max(year(posted_on)) filter (has_text and not is_repeat) as text_last_year,
    count(*) filter (has_text and not is_repeat and posted_on is null) as undated_texts,
    min(year(unique_postings.first_seen_on)) filter (has_text and not is_repeat and posted_on is null) as undated_first_year,
    max(year(unique_postings.last_seen_on)) filter (has_text and not is_repeat and posted_on is null) as undated_last_year,
    (select coalesce(bool_and(is_synthetic), false) from sources where files > 0) as is_synthetic
from market_postings
left join unique_postings using (posting_id)
