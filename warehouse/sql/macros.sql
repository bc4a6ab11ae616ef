-- Wilson score interval for k of n at 95 % (Wilson 1927, JASA 22:209-212); 1.959964 is the normal quantile at 0.975.
create macro wilson_low(k, n) as greatest(0.0,
    (k / n + 1.959964 ^ 2 / (2 * n) - 1.959964 * sqrt((k / n) * (1 - k / n) / n + 1.959964 ^ 2 / (4 * n ^ 2)))
    / (1 + 1.959964 ^ 2 / n));
create macro wilson_high(k, n) as least(1.0,
    (k / n + 1.959964 ^ 2 / (2 * n) + 1.959964 * sqrt((k / n) * (1 - k / n) / n + 1.959964 ^ 2 / (4 * n ^ 2)))
    / (1 + 1.959964 ^ 2 / n));
-- Below it nothing is published: 10 is the common threshold of official statistics; below 30 a share is not to be quoted.
create macro is_enough(n) as n >= 10;
create macro is_small_sample(n) as n < 30;
-- Postings say when they were posted, to a month at least; "30+ days ago" only says when they were open.
create macro month_of_posting(posted_on, posted_on_precision) as
    case when posted_on_precision in ('day', 'relative', 'month') then date_trunc('month', posted_on)::date end;
-- Interval of a difference of two shares at 95 %: Newcombe's hybrid score, method 10 (Newcombe 1998, Stat Med 17:873-890).
-- Rounding would lead beyond -1 and 1 where none of the one and all of the other count.
create macro newcombe_low(k, n, other_k, other_n) as greatest(-1.0, k / n - other_k / other_n
    - sqrt((k / n - wilson_low(k, n)) ^ 2 + (wilson_high(other_k, other_n) - other_k / other_n) ^ 2));
create macro newcombe_high(k, n, other_k, other_n) as least(1.0, k / n - other_k / other_n
    + sqrt((wilson_high(k, n) - k / n) ^ 2 + (other_k / other_n - wilson_low(other_k, other_n)) ^ 2));
-- erfc for x >= 0, relative error below 1.2e-7 (Press et al., Numerical Recipes in C, 2nd ed., section 6.2, erfcc).
create macro erfc_of(x, t) as t * exp(-x * x - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418
    + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))));
create macro two_sided_p(z) as least(1.0, erfc_of(abs(z) / sqrt(2.0), 1 / (1 + abs(z) / sqrt(2.0) / 2)));
-- Two-proportion z-test with the pooled variance; 0 where all or none name the skill in both.
create macro difference_z(k, n, other_k, other_n) as case when k + other_k in (0, n + other_n) then 0.0 else
    (k / n - other_k / other_n) / sqrt((k + other_k) / (n + other_n) * (1 - (k + other_k) / (n + other_n))
    * (1 / n + 1 / other_n)) end;
-- For each count n and quartile q, the ranks of the sorted values that bound it at 95 % or more: the 0.025 and 0.975
-- quantiles of binomial(n, q), the upper plus 1 (David and Nagaraja 2003, Order Statistics, section 7.1). 0 and n + 1: none.
-- Six standard deviations and 3 around the mean leave out less than 1e-8 and need no sum over all n.
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
