-- Periods for which figures are given: each year, the latest 24 months that texts cover, and all.

-- A month with few texts does not count as covered, so it does not move the latest 24 months.
with days as (
    select day_dated(dated_on, taken_on) as day
    from postings
    left join snapshots using (file)
),
months as (
    select date_trunc('month', dated_on)::date as month, count(*) as texts
    from market_postings
    where has_text and not is_repeat and dated_on is not null
    group by all
),
newest as (
    select coalesce(max(month) filter (is_enough(texts)), max(month)) as month from months
)
select distinct year(day)::varchar as period, make_date(year(day), 1, 1) as first_day, make_date(year(day), 12, 31) as last_day
from days
where day is not null
union all
select 'latest', (month - interval 23 months)::date, last_day(month) from newest where month is not null
union all
select 'all', min(day), max(day) from days
order by period
