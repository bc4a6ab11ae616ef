-- Number of postings that name each role, by period.
with named as (
    select
        period,
        role_id,
        count(*) filter (kind = 'posting') as raw_postings_any_market,
        count(*) filter (kind = 'pay_record') as pay_records
    from posting_roles
    join postings using (posting_id)
    left join snapshots using (file)
    join periods on is_in_period(day_dated(dated_on, taken_on), period, first_day, last_day)
    group by all
),
market as (
    select
        period,
        role_id,
        count(*) filter (not is_repeat) as postings,
        count(*) filter (not is_repeat and has_text) as postings_with_text,
        count(*) as raw_postings,
        count(distinct source_id) as sources
    from market_postings
    join periods on is_in_period(dated_on, period, first_day, last_day)
    group by all
),
-- The postings with text of the source and of the employer with the most.
largest as (
    select
        period,
        role_id,
        max(postings) filter (source_id is not null) as of_source,
        max(postings) filter (employer is not null) as of_employer
    from (
        select period, role_id, source_id, employer, count(*) as postings
        from market_postings
        join periods on is_in_period(dated_on, period, first_day, last_day)
        where not is_repeat and has_text
        group by grouping sets ((period, role_id, source_id), (period, role_id, employer))
    )
    group by period, role_id
)
select
    period,
    role_id,
    coalesce(postings, 0) as postings,
    coalesce(postings_with_text, 0) as postings_with_text,
    coalesce(raw_postings, 0) as raw_postings,
    coalesce(raw_postings_any_market, 0) as raw_postings_any_market,
    coalesce(pay_records, 0) as pay_records,
    coalesce(sources, 0) as sources,
    of_source / postings_with_text as largest_source_share,
    of_employer / postings_with_text as largest_employer_share,
    not is_enough(coalesce(postings_with_text, 0)) as is_suppressed,
    coalesce(postings / nullif(sum(postings) over (partition by period), 0), 0)::double as share,
    row_number() over (partition by period order by coalesce(postings, 0) desc, role_id) as rank
from (select period, role_id from periods cross join roles)
left join market using (period, role_id)
left join largest using (period, role_id)
left join named using (period, role_id)
order by period, rank
