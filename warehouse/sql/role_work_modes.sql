-- Share of each role's remote, hybrid and on-site postings, overall and for sources that state the mode of most
-- postings.

-- Where only titles mention remote work, every stated mode is remote. Shares are therefore also given for the sources
-- that state a mode for at least 8 in 10 postings.
with unique_ones as (
    select role_id, source_id, period, coalesce(work_mode, 'unstated') as work_mode
    from market_postings
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where not is_repeat
),
stating as (
    select source_id
    from unique_ones
    where period = 'all'
    group by all
    having count(*) filter (work_mode <> 'unstated') / count(*) >= 0.8
),
totals as (
    select
        role_id,
        period,
        count(*) as role_postings,
        count(*) filter (source_id in (from stating)) as stated_role_postings
    from unique_ones
    group by all
    having is_enough(role_postings)
),
counted as (
    select
        role_id,
        period,
        work_mode,
        count(*) as postings,
        count(*) filter (source_id in (from stating)) as stated_postings
    from unique_ones
    group by all
)
select
    role_id,
    period,
    work_mode,
    postings,
    role_postings,
    postings / role_postings as share,
    wilson_low(postings, role_postings) as share_low,
    wilson_high(postings, role_postings) as share_high,
    stated_postings,
    stated_role_postings,
    if(is_stated, stated_postings / stated_role_postings, null) as stated_share,
    if(is_stated, wilson_low(stated_postings, stated_role_postings), null) as stated_share_low,
    if(is_stated, wilson_high(stated_postings, stated_role_postings), null) as stated_share_high,
    is_small_sample(role_postings) as is_small_sample
from (select *, is_enough(stated_role_postings) as is_stated from totals join counted using (role_id, period))
order by role_id, period, postings desc, work_mode
