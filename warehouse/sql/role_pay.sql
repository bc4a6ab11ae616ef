-- Quartiles of the pay stated in postings, and of pay records, by role and period, with intervals.
with paid as (
    select role_id as subject, kind as basis, period, country, level, source_id, pay_basis, pay_usd_year
    from posting_pay
    join periods on is_in_period(dated_on, period, first_day, last_day)
)
select subject as role_id, basis as kind, * exclude (subject, basis)
from pay_quartiles(paid)
order by role_id, kind, period, country, level
