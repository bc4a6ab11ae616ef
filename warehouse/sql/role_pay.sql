-- Quartiles of pay by role, with their intervals.
with paid as (
    select role_id as subject, kind as basis, country, seniority, source_id, pay_usd_year
    from posting_pay
)
select subject as role_id, basis as kind, * exclude (subject, basis)
from pay_quartiles(paid)
order by role_id, kind, country, seniority
