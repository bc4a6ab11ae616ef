-- Share of each role's postings that name each skill, with its interval, and what sets it apart.

-- log_odds: Monroe, Colaresi and Quinn 2008, Political Analysis 16:372-403, equations 16, 20 and 22. A role is their
-- "party", one posting that names a skill their "word"; the prior is the market's, scaled to 30 average postings.
with counted as (
    select
        role_id,
        skill_id,
        count(*) filter (not is_repeat) as postings,
        count(*) filter (not is_repeat and is_required) as required,
        count(*) as raw_postings
    from market_skills
    group by all
    having postings > 0
),
asked as (
    select role_id, skill_id, counted.postings, postings_with_text, counted.raw_postings, required
    from counted
    join role_demand using (role_id)
    where not is_suppressed
),
compared as (
    select
        *,
        sum(postings) over (partition by role_id) as role_mentions,
        sum(postings) over (partition by skill_id) - postings as elsewhere,
        sum(postings) over () - role_mentions as mentions_elsewhere,
        30 * sum(postings) over (partition by skill_id) / market.postings_with_text as prior,
        30 * sum(postings) over () / market.postings_with_text as prior_mentions
    from counted
    cross join (select sum(postings_with_text) as postings_with_text from role_demand) as market
),
weighed as (
    select
        *,
        case when prior = prior_mentions then 0.0 else  -- the only skill that the market names has no odds
            ln((postings + prior) / (role_mentions + prior_mentions - postings - prior))
            - ln((elsewhere + prior) / (mentions_elsewhere + prior_mentions - elsewhere - prior))
        end as log_odds,
        log_odds / sqrt(1 / (postings + prior) + 1 / (elsewhere + prior)) as log_odds_z
    from compared
),
placed as (
    select
        posting_id,
        role_id,
        source_id,
        unnest([source_id, source_id || ' ' || coalesce(month_of_posting(posted_on, posted_on_precision)::varchar, '')])
            as cell
    from market_postings
    where has_text and not is_repeat
),
cells as (
    select
        row_number() over (order by role_id, cell)::integer as number,
        role_id,
        cell,
        cell = source_id as is_source,
        count(*) as postings_with_text,
        count(*) over (partition by role_id, is_source) as cells
    from placed
    group by role_id, cell, source_id
    having is_enough(postings_with_text)
),
asked_in as (
    select number, skill_id, count(*) as postings
    from (select posting_id, number from placed join cells using (role_id, cell))
    join market_skills using (posting_id)
    group by all
),
mixes as (
    select
        role_id,
        is_source,
        skill_id,
        sum(postings / postings_with_text order by number) / any_value(cells) as mean,
        if(count(*) < any_value(cells), 0.0, min(postings / postings_with_text)) as lowest,
        max(postings / postings_with_text) as highest,
        sqrt(
            greatest(0.0, sum((postings / postings_with_text) ^ 2 order by number) - any_value(cells) * mean ^ 2)
            / nullif(any_value(cells) - 1, 0)
        ) as deviation
    from asked_in
    join cells using (number)
    group by role_id, is_source, skill_id
),
widths as (
    select
        role_id,
        coalesce(any_value(cells) filter (not is_source), 0) as cells,
        coalesce(any_value(cells) filter (is_source), 0) as sources
    from cells
    group by role_id
)
select
    role_id,
    skill_id,
    asked.* exclude (role_id, skill_id),
    row_number() over (partition by role_id order by asked.postings desc, skill_id) as rank,
    asked.share / skill_demand.share as lift,
    log_odds,
    log_odds_z,
    row_number() over (
        partition by role_id order by asked.postings * ln(1 / skill_demand.share) desc, skill_id
    ) as tf_idf_rank,
    case
        when log_odds_z >= 3 and lift >= 1.25 then if(asked.share >= 0.3, 'defining', 'distinguishing')
        when asked.share < 0.05 then 'rare'
        else 'common'
    end as demand_class,
    coalesce(widths.cells, 0) as cells,
    if(widths.cells > 0, coalesce(by_month.mean, 0.0), null) as share_by_cell,
    coalesce(widths.sources, 0) as sources,
    if(widths.sources > 0, coalesce(by_source.lowest, 0.0), null) as source_share_min,
    if(widths.sources > 0, coalesce(by_source.highest, 0.0), null) as source_share_max,
    if(widths.sources > 1, coalesce(by_source.deviation, 0.0), null) as source_share_sd
from with_shares(asked) as asked
join weighed using (role_id, skill_id)
join skill_demand using (skill_id)
left join widths using (role_id)
left join (from mixes where not is_source) as by_month using (role_id, skill_id)
left join (from mixes where is_source) as by_source using (role_id, skill_id)
order by role_id, rank
