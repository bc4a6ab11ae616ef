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
-- Whether a day lies in a row of `periods`; postings without any date are in the period `all`.
create macro is_in_period(day, period, first_day, last_day) as period = 'all' or day between first_day and last_day;
-- The month of posting, if it is known; "30+ days ago" only says that a posting was open.
create macro month_of_posting(posted_on, posted_on_precision) as
    case when posted_on_precision in ('day', 'relative', 'month') then date_trunc('month', posted_on)::date end;
-- Shares of all postings with text, with their intervals, for each way in which postings are counted. counted: a table
-- with postings_with_text and a column such as asked_postings for each way; other columns pass through.
create macro with_intervals(counted) as table
select
    *,
    columns('^(named|asked|required|must_have|preferred)_postings$') / postings_with_text as '\1_share',
    wilson_low(columns('^(named|asked|required|must_have|preferred)_postings$'), postings_with_text) as '\1_share_low',
    wilson_high(columns('^(named|asked|required|must_have|preferred)_postings$'), postings_with_text) as '\1_share_high',
    is_small_sample(postings_with_text) as is_small_sample
from query_table(counted);
-- The same for a skill: counted also has named_postings, required_postings and asked_itself_postings.
create macro with_shares(counted) as table
select
    *,
    required_postings / nullif(named_postings, 0) as required_share_of_named,
    asked_itself_postings / postings_with_text as asked_itself_share
from with_intervals(counted);
