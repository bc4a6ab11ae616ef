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
        ln((postings + prior) / (role_mentions + prior_mentions - postings - prior))
            - ln((elsewhere + prior) / (mentions_elsewhere + prior_mentions - elsewhere - prior)) as log_odds,
        log_odds / sqrt(1 / (postings + prior) + 1 / (elsewhere + prior)) as log_odds_z
    from compared
),
mixes as (
    select
        slice,
        role_id,
        skill_id,
        any_value(values) as cells,
        sum(share) / cells as mean,
        case when count(*) < cells then 0.0 else min(share) end as lowest,
        max(share) as highest,
        sqrt(greatest(0.0, sum(share ^ 2) - cells * mean ^ 2) / nullif(cells - 1, 0)) as deviation
    from role_skill_slices
    group by slice, role_id, skill_id
),
cells as (
    select slice, role_id, any_value(values) as cells
    from role_skill_slices
    group by slice, role_id
)
select
    role_id,
    skill_id,
    weighed.postings,
    role_demand.postings_with_text,
    weighed.raw_postings,
    weighed.postings / role_demand.postings_with_text as share,
    wilson_low(weighed.postings, role_demand.postings_with_text) as share_low,
    wilson_high(weighed.postings, role_demand.postings_with_text) as share_high,
    required / weighed.postings as required_share,
    wilson_low(required, weighed.postings) as required_share_low,
    wilson_high(required, weighed.postings) as required_share_high,
    is_small_sample(role_demand.postings_with_text) as is_small_sample,
    row_number() over (partition by role_id order by weighed.postings desc, skill_id) as rank,
    weighed.postings / role_demand.postings_with_text / skill_demand.share as lift,
    log_odds,
    log_odds_z,
    row_number() over (
        partition by role_id order by weighed.postings * ln(1 / skill_demand.share) desc, skill_id
    ) as tf_idf_rank,
    case
        when log_odds_z >= 3 and lift >= 1.25 then if(weighed.postings / role_demand.postings_with_text >= 0.3, 'defining', 'distinguishing')
        when weighed.postings / role_demand.postings_with_text < 0.05 then 'rare'
        else 'common'
    end as demand_class,
    coalesce(month_cells.cells, 0) as cells,
    if(month_cells.cells is null, null, coalesce(by_month.mean, 0.0)) as share_by_cell,
    coalesce(source_cells.cells, 0) as sources,
    if(source_cells.cells is null, null, coalesce(by_source.lowest, 0.0)) as source_share_min,
    if(source_cells.cells is null, null, coalesce(by_source.highest, 0.0)) as source_share_max,
    if(source_cells.cells > 1, coalesce(by_source.deviation, 0.0), null) as source_share_sd
from weighed
join role_demand using (role_id)
join skill_demand using (skill_id)
left join mixes as by_month on by_month.slice = 'source_month' and (by_month.role_id, by_month.skill_id) = (weighed.role_id, weighed.skill_id)
left join mixes as by_source on by_source.slice = 'source' and (by_source.role_id, by_source.skill_id) = (weighed.role_id, weighed.skill_id)
left join cells as month_cells on month_cells.slice = 'source_month' and month_cells.role_id = weighed.role_id
left join cells as source_cells on source_cells.slice = 'source' and source_cells.role_id = weighed.role_id
where not role_demand.is_suppressed
order by role_id, rank
