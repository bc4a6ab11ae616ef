-- Quartiles of pay of postings that name a skill, with their intervals.
with paid as (
    select skill_id as subject, evidence as basis, country, seniority, source_id, pay_usd_year
    from posting_pay
    join posting_skills using (posting_id)
    semi join (from skills where category <> 'soft') as hard using (skill_id)
    where kind = 'posting' and evidence <> 'title'
)
select subject as skill_id, basis as evidence, * exclude (subject, basis)
from pay_quartiles(paid)
order by skill_id, evidence, country, seniority
