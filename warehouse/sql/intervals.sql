-- The normal quantile at 0.975, for 95 % intervals.
create macro z_95() as 1.959964;
-- Wilson score interval of k of n at 95 % (Wilson 1927, JASA 22:209-212); sign is -1 for the lower end, 1 for the
-- upper.
create macro wilson_end(k, n, sign) as
    (k / n + z_95() ^ 2 / (2 * n) + sign * z_95() * sqrt((k / n) * (1 - k / n) / n + z_95() ^ 2 / (4 * n ^ 2)))
    / (1 + z_95() ^ 2 / n);
create macro wilson_low(k, n) as greatest(0.0, wilson_end(k, n, -1));
create macro wilson_high(k, n) as least(1.0, wilson_end(k, n, 1));
-- Nothing is published below 10, a common threshold of official statistics; a share below 30 should not be quoted.
create macro is_enough(n) as n >= 10;
create macro is_small_sample(n) as n < 30;
-- Shares, of all postings with text, whose text names, asks for (requires or prefers) and requires a skill. counted: a
-- table with the columns named_postings, asked_postings, required_postings, asked_itself_postings, postings_with_text;
-- other columns pass through.
create macro with_shares(counted) as table
select
    *,
    named_postings / postings_with_text as named_share,
    wilson_low(named_postings, postings_with_text) as named_share_low,
    wilson_high(named_postings, postings_with_text) as named_share_high,
    asked_postings / postings_with_text as asked_share,
    wilson_low(asked_postings, postings_with_text) as asked_share_low,
    wilson_high(asked_postings, postings_with_text) as asked_share_high,
    required_postings / postings_with_text as required_share,
    wilson_low(required_postings, postings_with_text) as required_share_low,
    wilson_high(required_postings, postings_with_text) as required_share_high,
    required_postings / nullif(named_postings, 0) as required_share_of_named,
    asked_itself_postings / postings_with_text as asked_itself_share,
    is_small_sample(postings_with_text) as is_small_sample
from query_table(counted);
