-- Employers that hire for each role: the 50 with the most unique postings, by period.
with named as (
    select
        unnest([role_id, 'all']) as role_id,
        period,
        employer,
        kind,
        source_id
    from market_postings
    join (select employer, any_value(kind) as kind from employers group by employer) using (employer)
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where not is_repeat
),
counted as (
    select
        role_id,
        period,
        employer,
        any_value(kind) as kind,
        count(*) as postings,
        count(distinct source_id) as sources
    from named
    group by role_id, period, employer
)
select
    *,
    sum(postings) over (partition by role_id, period)::bigint as postings_with_employer,
    postings / postings_with_employer as share,
    row_number() over (partition by role_id, period order by postings desc, employer) as rank
from counted
qualify rank <= 50
order by role_id, period, rank
