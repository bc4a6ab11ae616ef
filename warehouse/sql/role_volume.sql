-- New and open postings of each role, by source and month.
with market as (
    select role_id, market_postings.source_id, posting_id, first_seen_on, last_seen_on, is_open,
        month_of_posting(posted_on, posted_on_precision) as month_posted
    from market_postings
    join unique_postings using (posting_id)
),
come as (
    select role_id, source_id, month_posted as month, count(*) as new_postings
    from market
    where month_posted is not null
    group by all
),
open_then as (
    select role_id, source_id, month, count(*) as open_postings
    from (
        select
            role_id,
            source_id,
            unnest(range(date_trunc('month', first_seen_on), last_seen_on + interval 1 day, interval 1 month))::date as month
        from market
        where is_open is not null
    )
    group by all
)
select
    role_id,
    source_id,
    month,
    new_postings,
    open_postings
from come
full join open_then using (role_id, source_id, month)
order by role_id, source_id, month
