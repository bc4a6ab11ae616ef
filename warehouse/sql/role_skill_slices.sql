-- Share of each role's postings that name each skill, by month, country, seniority and source.
with dated as (
    select *, strftime(month_of_posting(posted_on, posted_on_precision), '%Y-%m') as month
    from market_postings
    where has_text
),
sliced as (
    select
        posting_id,
        role_id,
        is_repeat,
        unnest([
            {'slice': 'month', 'value': month},
            {'slice': 'country', 'value': country},
            {'slice': 'seniority', 'value': seniority},
            {'slice': 'source', 'value': source_id}
        ], recursive := true)
    from dated
),
cells as (
    select
        row_number() over (order by slice, role_id, value)::integer as cell,
        slice,
        value,
        role_id,
        count(*) filter (not is_repeat) as postings_with_text
    from sliced
    where value is not null
    group by slice, value, role_id
    having is_enough(postings_with_text)
),
placed as (
    select posting_id, cell
    from sliced
    join cells using (slice, value, role_id)
),
counted as (
    select
        cell,
        skill_id,
        count(*) filter (not is_repeat) as postings,
        count(*) filter (not is_repeat and is_required) as required,
        count(*) as raw_postings
    from market_skills
    join placed using (posting_id)
    group by all
    having postings > 0
),
asked as (
    select slice, value, role_id, skill_id, postings, postings_with_text, raw_postings, required
    from counted
    join cells using (cell)
)
select *
from with_shares(asked)
order by slice, value, role_id, skill_id
