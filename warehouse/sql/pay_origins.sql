-- Where pay comes from, by source and board, and who states it: what figures of pay leave out, and why.
with paid as (
    select *
    from postings
    where pay_basis is not null
),
amounts as (
    select
        source_id,
        pay_origin,
        pay_basis,
        salary_min_year,
        salary_max_year,
        salary_currency,
        count(*) as postings,
        count(distinct country) as countries
    from paid
    group by all
),
counted as (
    select
        source_id,
        pay_origin,
        pay_basis,
        count(*) as amounts,
        sum(postings)::bigint as postings,
        max(postings) / sum(postings) as commonest_share,
        max(countries) as most_countries
    from amounts
    group by all
)
select source_id, coalesce(pay_origin, 'none') as pay_origin, pay_basis, postings, amounts, commonest_share, most_countries
from counted
order by source_id, postings desc, pay_origin, pay_basis
