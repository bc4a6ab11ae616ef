-- Wilson score interval for k of n at 95 % (Wilson 1927, JASA 22:209-212); 1.959964 is the normal quantile at 0.975.
create macro wilson_low(k, n) as greatest(0.0,
    (k / n + 1.959964 ^ 2 / (2 * n) - 1.959964 * sqrt((k / n) * (1 - k / n) / n + 1.959964 ^ 2 / (4 * n ^ 2)))
    / (1 + 1.959964 ^ 2 / n));
create macro wilson_high(k, n) as least(1.0,
    (k / n + 1.959964 ^ 2 / (2 * n) + 1.959964 * sqrt((k / n) * (1 - k / n) / n + 1.959964 ^ 2 / (4 * n ^ 2)))
    / (1 + 1.959964 ^ 2 / n));
