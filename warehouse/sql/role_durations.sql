-- How long postings of each role stay open, for sources with several snapshots.

-- Only postings that appeared after the first snapshot, whose own postings are mostly ones that stay open long. Open
-- postings count until they were last seen (Kaplan and Meier 1958, J. Amer. Stat. Assoc. 53:457-481).
with firsts as (
    select source_id, min(taken_on) as first_on
    from snapshots
    where snapshots > 1 and lists_all_open
    group by all
),
lasting as (
    select
        role_id,
        market_postings.source_id,
        not is_open as is_closed,
        coalesce(closed_by, last_seen_on) - first_seen_on as days
    from market_postings
    join unique_postings using (posting_id)
    join firsts on firsts.source_id = market_postings.source_id
    where is_open is not null and first_seen_on > first_on
),
by_day as (
    select
        role_id,
        source_id,
        days,
        count(*) filter (is_closed) as closed,
        sum(count(*)) over (partition by role_id, source_id order by days desc) as at_risk
    from lasting
    group by role_id, source_id, days
),
survival as (
    select role_id, source_id, days,
        product(1 - closed / at_risk) over (partition by role_id, source_id order by days) as still_open
    from by_day
),
quartiles as (
    select
        role_id,
        source_id,
        min(days) filter (still_open <= 0.75) as lower_quartile_days,
        min(days) filter (still_open <= 0.5) as median_days,
        min(days) filter (still_open <= 0.25) as upper_quartile_days
    from survival
    group by all
)
select
    role_id,
    source_id,
    count(*) as postings,
    count(*) filter (is_closed) as closed_postings,
    any_value(lower_quartile_days) as lower_quartile_days,
    any_value(median_days) as median_days,
    any_value(upper_quartile_days) as upper_quartile_days,
    is_small_sample(count(*)) as is_small_sample
from lasting
join quartiles using (role_id, source_id)
group by role_id, source_id
having is_enough(count(*))
order by role_id, source_id
