-- Share of each role's postings that name, ask and require each certification, language, clearance and right to work.
with texts as (
    select period, posting_id, unnest([role_id, 'all']) as role_id
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
counted as (
    select
        period,
        role_id,
        kind,
        name,
        count(*) as named_postings,
        count(*) filter (is_asked) as asked_postings,
        count(*) filter (is_required) as required_postings
    from texts
    join conditions using (posting_id)
    group by all
),
-- Nothing is narrower than a condition, so where it is asked for, it is itself.
sized as (
    select
        period,
        role_id,
        kind,
        name,
        named_postings,
        asked_postings,
        required_postings,
        asked_postings as asked_itself_postings,
        postings_with_text
    from counted
    join sizes using (period, role_id)
)
select * exclude (asked_itself_postings, asked_itself_share, required_share_of_named)
from with_shares(sized)
order by period, role_id, kind, named_postings desc, name
