-- How much the share of a role's postings that ask for a skill differs between sources and months, and how much of it is
-- due to one employer.

-- Each source, and each month of a source, with at least 10 postings of the role in the period has the same weight.
with texts as (
    select
        period,
        role_id,
        source_id,
        coalesce(date_trunc('month', dated_on)::date::varchar, '') as month,
        count(*) as postings
    from market_postings
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where has_text and not is_repeat
    group by all
),
cells as (
    select
        period,
        role_id,
        source_id,
        month,
        grouping(month) = 1 as is_source,
        sum(postings) as postings_with_text,
        count(*) over (partition by period, role_id, grouping(month)) as cells
    from texts
    group by grouping sets ((period, role_id, source_id), (period, role_id, source_id, month))
    having is_enough(sum(postings))
),
asked as (
    select
        period,
        role_id,
        source_id,
        coalesce(month::varchar, '') as month,
        skill_id,
        sum(asked_postings) as postings
    from role_skill_months
    join periods on is_in_period(month, period, first_day, last_day)
    group by all
),
asked_in as (
    select period, role_id, source_id, month, grouping(month) = 1 as is_source, skill_id, sum(postings) as postings
    from asked
    group by grouping sets ((period, role_id, source_id, skill_id), (period, role_id, source_id, month, skill_id))
),
shares as (
    select period, role_id, is_source, skill_id, cells, source_id, cells.month, postings / postings_with_text as share
    from asked_in
    join cells using (period, role_id, source_id, is_source)
    where asked_in.month is not distinct from cells.month
),
gathered as (
    select period, role_id, is_source, skill_id, any_value(cells) as cells, list(share order by source_id, month) as shares
    from shares
    group by period, role_id, is_source, skill_id
),
spread as (
    select
        period,
        role_id,
        is_source,
        skill_id,
        list_sum(shares) / cells as mean,
        if(len(shares) < cells, 0.0, list_min(shares)) as lowest,
        list_max(shares) as highest,
        sqrt(
            greatest(0.0, list_sum([share ^ 2 for share in shares]) - cells * mean ^ 2) / nullif(cells - 1, 0)
        ) as deviation
    from gathered
),
employers as (
    select period, role_id, skill_id, employer, count(*) as postings
    from market_skills
    join (select posting_id, employer from market_postings) using (posting_id)
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where is_asked and not is_repeat
    group by all
),
largest as (
    select period, role_id, skill_id, max(postings) filter (employer is not null) / sum(postings) as largest_employer_share
    from employers
    group by all
),
widths as (
    select
        period,
        role_id,
        count(*) filter (not is_source) as cells,
        count(*) filter (is_source) as sources
    from cells
    group by all
)
select
    period,
    role_id,
    skill_id,
    coalesce(widths.cells, 0) as cells,
    if(widths.cells > 0, coalesce(by_month.mean, 0.0), null) as share_by_cell,
    coalesce(widths.sources, 0) as sources,
    if(widths.sources > 0, coalesce(by_source.lowest, 0.0), null) as source_share_min,
    if(widths.sources > 0, coalesce(by_source.highest, 0.0), null) as source_share_max,
    if(widths.sources > 1, coalesce(by_source.deviation, 0.0), null) as source_share_sd,
    largest_employer_share
from (select distinct period, role_id, skill_id from asked)
left join widths using (period, role_id)
left join (from spread where not is_source) as by_month using (period, role_id, skill_id)
left join (from spread where is_source) as by_source using (period, role_id, skill_id)
left join largest using (period, role_id, skill_id)
order by period, role_id, skill_id
