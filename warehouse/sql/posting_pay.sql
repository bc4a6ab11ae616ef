-- Pay of postings and pay records in US dollars a year, and who states it.

-- A range counts as its middle. A posting from a year without an exchange rate uses the latest rate before it.
with paid as (
    select
        posting_id,
        kind,
        posting_roles.role_id,
        posting_roles.level,
        postings.country,
        postings.source_id,
        postings.dated_on,
        pay_basis,
        salary_currency as currency,
        nullif(
            (coalesce(salary_min_year, salary_max_year) + coalesce(salary_max_year, salary_min_year)) / 2, 0
        ) as pay
    from postings
    join posting_roles using (posting_id)
    join roles on roles.role_id = posting_roles.role_id
    left join (select posting_id, is_repeat from market_postings) using (posting_id)
    where kind = 'pay_record' or not is_repeat
)
select
    posting_id,
    kind,
    role_id,
    level,
    country,
    paid.source_id,
    dated_on,
    pay_basis,
    pay * usd_per_unit as pay_usd_year,
    if(pay is null or paid.currency = 'USD', null, currency_rates.year) as rate_year
from paid
asof left join currency_rates
    on paid.currency = currency_rates.currency and year(dated_on) >= currency_rates.year
order by posting_id
