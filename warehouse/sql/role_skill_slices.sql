-- Share of each role's postings that name, ask for and require each skill, by month, country, level and source.
with sliced as (
    select
        posting_id,
        role_id,
        source_id,
        dated_on,
        is_repeat,
        unnest([
            {'slice': 'month', 'value': strftime(month_of_posting(posted_on, posted_on_precision), '%Y-%m')},
            {'slice': 'country', 'value': country},
            {'slice': 'level', 'value': level},
            {'slice': 'source', 'value': source_id}
        ], recursive := true)
    from market_postings
    where has_text
),
by_source as (
    select period, slice, value, role_id, source_id, count(*) as postings
    from sliced
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where value is not null and (slice <> 'month' or period = 'all') and not is_repeat
    group by all
),
cells as (
    select
        period,
        slice,
        value,
        role_id,
        sum(postings)::bigint as postings_with_text,
        count(*) as sources,
        max(postings) / postings_with_text as largest_source_share
    from by_source
    group by period, slice, value, role_id
    having is_enough(postings_with_text)
),
monthly as (
    select
        slice,
        value,
        sliced.role_id,
        date_trunc('month', sliced.dated_on)::date as month,
        skill_id,
        count(*) as raw_postings,
        count(*) filter (not sliced.is_repeat) as named_postings,
        count(*) filter (not sliced.is_repeat and is_asked) as asked_postings,
        count(*) filter (not sliced.is_repeat and is_required) as required_postings,
        count(*) filter (not sliced.is_repeat and is_asked_itself) as asked_itself_postings
    from market_skills
    join sliced using (posting_id)
    semi join cells on (cells.slice, cells.value, cells.role_id) = (sliced.slice, sliced.value, sliced.role_id)
    group by all
),
asked as (
    select
        period,
        slice,
        value,
        role_id,
        skill_id,
        any_value(postings_with_text) as postings_with_text,
        any_value(sources) as sources,
        any_value(largest_source_share) as largest_source_share,
        sum(raw_postings)::bigint as raw_postings,
        sum(named_postings)::bigint as named_postings,
        sum(asked_postings)::bigint as asked_postings,
        sum(required_postings)::bigint as required_postings,
        sum(asked_itself_postings)::bigint as asked_itself_postings
    from monthly
    join periods on is_in_period(month, period, first_day, last_day)
    join cells using (period, slice, value, role_id)
    group by all
    having sum(named_postings) > 0
)
from with_shares(asked)
order by slice, value, period, role_id, skill_id
