-- The periods that figures are given for: each year, latest (the last 24 months that the sources cover), and all.

-- A month counts as covered where it has 10 postings: one date that lies too late does not move the window.
with months as (
    select date_trunc('month', dated_on)::date as month, count(*) filter (kind = 'posting') as postings
    from postings
    where dated_on is not null
    group by all
),
latest as (
    select max(month) as month
    from months
    where is_enough(postings)
)
select year(month)::varchar as period, make_date(year(month), 1, 1) as first_day, make_date(year(month), 12, 31) as last_day
from months
group by all
union all
select 'latest', (month - interval 23 months)::date, last_day(month)
from latest
where month is not null
union all
select 'all', min(month), last_day(max(month))
from months
having count(*) > 0
order by period
