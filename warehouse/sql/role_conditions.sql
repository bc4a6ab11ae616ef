-- Share of each role's postings that name, ask and require each certification, language, clearance and right to work.
with texts as (
    select period, posting_id, employer, unnest([role_id, 'all']) as role_id
    from market_postings
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where has_text and not is_repeat
),
sizes as (
    select period, role_id, count(*) as postings_with_text
    from texts
    group by all
    having is_enough(postings_with_text)
),
-- A posting that names two languages names any language once. Statements on visas contradict each other: they have no any.
conditions as (
    select posting_id, kind, name, need <> 'context' as is_asked, need = 'required' as is_required
    from posting_conditions
    union all
    select posting_id, kind, 'any', bool_or(need <> 'context'), bool_or(need = 'required')
    from posting_conditions
    where kind <> 'visa'
    group by posting_id, kind
),
by_employer as (
    select
        period,
        role_id,
        kind,
        name,
        employer,
        count(*) as named,
        count(*) filter (is_asked) as asked,
        count(*) filter (is_required) as required
    from texts
    join conditions using (posting_id)
    group by all
),
counted as (
    select
        period,
        role_id,
        kind,
        name,
        sum(named)::bigint as named_postings,
        sum(asked)::bigint as asked_postings,
        sum(required)::bigint as required_postings,
        any_value(postings_with_text) as postings_with_text,
        max(named) filter (employer is not null) / named_postings as largest_employer_share
    from by_employer
    join sizes using (period, role_id)
    group by all
)
select * replace (is_small_sample or may_be_misread(named_postings) as is_small_sample)
from with_intervals(counted)
order by period, role_id, kind, named_postings desc, name
