-- Quartiles of pay by role, with their intervals.
with sliced as (
    select
        role_id,
        kind,
        if(grouping(country) = 1, 'all', country) as country,
        if(grouping(seniority) = 1, 'all', seniority) as seniority,
        count(*) as records,
        count(pay_usd_year) as records_with_pay,
        count(distinct source_id) filter (pay_usd_year is not null) as sources,
        list(pay_usd_year order by pay_usd_year) filter (pay_usd_year is not null) as pays
    from posting_pay
    group by grouping sets (
        (role_id, kind), (role_id, kind, country), (role_id, kind, seniority)
    )
    having is_enough(records_with_pay)
),
ranks as (
    from quartile_ranks((select list(distinct records_with_pay) from sliced))
)
select
    role_id,
    kind,
    country,
    seniority,
    records,
    records_with_pay,
    sources,
    list_aggregate(pays, 'quantile_cont', 0.25) as lower_quartile,
    pays[nullif(lower.low, 0)] as lower_quartile_low,
    pays[lower.high] as lower_quartile_high,
    list_aggregate(pays, 'quantile_cont', 0.5) as median,
    pays[nullif(middle.low, 0)] as median_low,
    pays[middle.high] as median_high,
    list_aggregate(pays, 'quantile_cont', 0.75) as upper_quartile,
    pays[nullif(upper.low, 0)] as upper_quartile_low,
    pays[upper.high] as upper_quartile_high,
    is_small_sample(records_with_pay) as is_small_sample,
    records_with_pay / records < 0.3 as is_seldom_stated
from sliced
join ranks as lower on lower.n = records_with_pay and lower.q = 0.25
join ranks as middle on middle.n = records_with_pay and middle.q = 0.5
join ranks as upper on upper.n = records_with_pay and upper.q = 0.75
where country is not null
order by role_id, kind, country, seniority
