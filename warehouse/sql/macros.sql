-- Titles without a canonical role have one of these values, as in schemas.roles.NO_ROLE.
create macro is_role(role_id) as role_id not in ('other', 'unknown');
-- The day that determines a posting's period: of posting or scrape, or else of its file.
create macro day_dated(dated_on, taken_on) as coalesce(dated_on, taken_on);
-- Fewer postings that name something may be a few misread sentences.
create macro may_be_misread(n) as n < 5;
-- 95 % interval of a difference of two shares: Newcombe's hybrid score, method 10 (Newcombe 1998, Stat Med 17:873-890).
-- Clipped, because rounding exceeds -1 and 1 if one share is 0 and the other is 1.
create macro newcombe_low(k, n, other_k, other_n) as greatest(-1.0, k / n - other_k / other_n
    - sqrt((k / n - wilson_low(k, n)) ^ 2 + (wilson_high(other_k, other_n) - other_k / other_n) ^ 2));
create macro newcombe_high(k, n, other_k, other_n) as least(1.0, k / n - other_k / other_n
    + sqrt((wilson_high(k, n) - k / n) ^ 2 + (other_k / other_n - wilson_low(other_k, other_n)) ^ 2));
-- erfc for x >= 0, relative error below 1.2e-7 (Press et al., Numerical Recipes in C, 2nd ed., section 6.2, erfcc).
create macro erfc_of(x, t) as t * exp(-x * x - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418
    + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))));
create macro two_sided_p(z) as least(1.0, erfc_of(abs(z) / sqrt(2.0), 1 / (1 + abs(z) / sqrt(2.0) / 2)));
-- A stratum's contribution to the interval of a weighted difference of shares: Newcombe's squares, weighted (Zou, Huang
-- and Zhang 2009, Comput. Stat. Data Anal. 53:1080-1085). The root of their sum is the distance from the difference to
-- its lower end.
create macro move_below(weight, k, n, other_k, other_n) as weight ^ 2
    * ((k / n - wilson_low(k, n)) ^ 2 + (wilson_high(other_k, other_n) - other_k / other_n) ^ 2);
-- Mantel-Haenszel test: a stratum's excess over its expected count if both shares were equal, and its variance.
create macro excess(k, n, other_k, other_n) as k - n * (k + other_k) / (n + other_n);
create macro excess_variance(k, n, other_k, other_n) as n / (n + other_n) * other_n / (n + other_n) * (k + other_k)
    * (n + other_n - k - other_k) / (n + other_n - 1);
-- p-values, adjusted for the false discovery rate over all tests of a role (Benjamini and Hochberg 1995, JRSS B
-- 57:289-300). tests: a table with the columns role_id and p.
create macro adjust_p_values(tests) as table
select * exclude (p_at_rank), least(1.0, min(p_at_rank) over (partition by role_id order by p desc)) as p_adjusted
from (
    select *, p * count(*) over (partition by role_id) / row_number() over (partition by role_id order by p) as p_at_rank
    from query_table(tests)
);
-- A number of years of experience as a category of role_requirements; null means years without a number.
create macro years_asked(years) as case
    when years is null then 'some years'
    when years <= 2 then '0 to 2 years'
    when years <= 5 then '3 to 5 years'
    when years <= 9 then '6 to 9 years'
    else '10 years and more'
end;
-- For each count n and quartile q, the ranks of the sorted values that bound it at 95 % or more: the 0.025 and 0.975
-- quantiles of binomial(n, q), the upper plus 1 (David and Nagaraja 2003, Order Statistics, section 7.1). 0 and n + 1
-- mean that there is none. The range of 6 standard deviations plus 3 around the mean omits less than 1e-8 and avoids a
-- sum over all n.
create macro quartile_ranks(counts) as table
with binomial as (
    select n, q, k,
        sum(exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * ln(q) + (n - k) * ln(1 - q)))
            over (partition by n, q order by k) as at_most
    from (select unnest(counts) as n)
    cross join (values (0.25), (0.5), (0.75)) as quartiles(q)
    cross join lateral (
        select unnest(range(
            greatest(0, floor(n * q - 6 * sqrt(n * q * (1 - q))) - 3)::bigint,
            least(n, ceil(n * q + 6 * sqrt(n * q * (1 - q))) + 3)::bigint + 1
        )) as k
    )
)
select n, q, min(k) filter (at_most >= 0.025) as low, min(k) filter (at_most >= 0.975) + 1 as high
from binomial
group by all;
-- If one amount has a larger share of a cell, the cell shows what one employer or board pays, not what the work pays.
create macro is_of_one_amount(share) as share > 0.2;
-- Quartiles of pay by subject, basis and period: overall, by country and by level. paid: a table with the
-- columns subject, basis, period, country, level, source_id, pay_basis and pay_usd_year, one row per record and period;
-- pay may be null. Estimates are counted but are not pay. If there are many estimates and little stated pay, a row says
-- so and has no quartiles. Slices are aggregated from cells, so that each record is hashed once, not once per slice.
create macro pay_quartiles(paid) as table
with cells as (
    select
        subject,
        basis,
        period,
        country,
        level,
        source_id,
        count(*) as records,
        count(pay_usd_year) filter (pay_basis <> 'estimated') as records_with_pay,
        count(*) filter (pay_basis = 'estimated') as records_estimated,
        list(pay_usd_year) filter (pay_usd_year is not null and pay_basis <> 'estimated') as pays
    from query_table(paid)
    group by all
),
sliced as (
    select
        subject,
        basis,
        period,
        if(grouping(country) = 1, 'all', country) as country,
        if(grouping(level) = 1, 'all', level) as level,
        sum(records)::bigint as records,
        sum(records_with_pay)::bigint as records_with_pay,
        sum(records_estimated)::bigint as records_estimated,
        coalesce(len(list_distinct(list(source_id) filter (records_with_pay > 0))), 0) as sources,
        list({'country': country, 'records': records_with_pay}) as of_countries,
        list_sort(flatten(list(pays))) as pays
    from cells
    group by grouping sets (
        (subject, basis, period), (subject, basis, period, country), (subject, basis, period, level)
    )
    having is_enough(records_with_pay) or is_enough(records_estimated)
),
judged as materialized (
    select
        * exclude (pays, of_countries),
        list_max([
            list_sum([cell.records for cell in of_countries if cell.country = name])
            for name in list_distinct([cell.country for cell in of_countries])
        ]) / nullif(records_with_pay, 0) as largest_country_share,
        list_max(map_values(list_histogram(pays))) / nullif(records_with_pay, 0) as commonest_share,
        not is_enough(records_with_pay) or is_of_one_amount(commonest_share) as is_withheld,
        if(is_withheld, null, pays) as pays
    from sliced
),
ranks as (
    from quartile_ranks((select list(distinct records_with_pay) from judged where not is_withheld))
)
select
    judged.* exclude (pays),
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
from judged
left join ranks as lower on lower.n = records_with_pay and lower.q = 0.25
left join ranks as middle on middle.n = records_with_pay and middle.q = 0.5
left join ranks as upper on upper.n = records_with_pay and upper.q = 0.75
where country is not null;
