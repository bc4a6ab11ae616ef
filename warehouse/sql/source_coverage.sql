-- What each source contributes, and which values its postings have.
with records as (
    select
        source_id,
        count(*) as records,
        count(*) filter (outcome = 'posting') as posting_records,
        count(*) filter (outcome = 'rejected') as rejected,
        count(*) filter (outcome = 'skipped') as skipped
    from raw_postings
    group by all
),
again as (
    select source_id, count(*) as seen_before
    from sightings
    group by all
),
skills_per_posting as (
    select posting_id, count(*) as skills
    from posting_skills
    where evidence = 'text'
    group by all
),
described as (
    select
        source_id,
        count(*) filter (duplicate_of is null) as unique_postings,
        count(*) filter (has_text) as with_text,
        count(*) filter (has_text and not is_partial_text) as with_whole_text,
        count(posted_on) as with_date,
        count(*) filter (salary_min_year is not null or salary_max_year is not null) as with_pay,
        count(country) as with_country,
        count(*) filter (is_role(role_id)) as with_role,
        count(market_postings.posting_id) as market_postings,
        avg(coalesce(skills, 0)) filter (postings.has_text) as skills_per_text,
        min(postings.posted_on) as first_posted_on,
        max(postings.posted_on) as last_posted_on
    from postings
    join posting_roles using (posting_id)
    left join (select posting_id from market_postings) as market_postings using (posting_id)
    left join skills_per_posting using (posting_id)
    group by all
)
select
    source_id,
    coalesce(records, 0) as records,
    coalesce(posting_records, 0) - coalesce(seen_before, 0) as postings,
    coalesce(seen_before, 0) as seen_before,
    coalesce(rejected, 0) as rejected,
    coalesce(skipped, 0) as skipped,
    coalesce(unique_postings, 0) as unique_postings,
    coalesce(with_text, 0) as with_text,
    coalesce(with_whole_text, 0) as with_whole_text,
    coalesce(with_date, 0) as with_date,
    coalesce(with_pay, 0) as with_pay,
    coalesce(with_country, 0) as with_country,
    coalesce(with_role, 0) as with_role,
    with_role / nullif(posting_records - coalesce(seen_before, 0), 0) as role_share,
    coalesce(market_postings, 0) as market_postings,
    skills_per_text,
    first_posted_on,
    last_posted_on
from sources
left join records using (source_id)
left join again using (source_id)
left join described using (source_id)
order by source_id
