-- Quartiles of the pay stated in postings that name a skill, by period, with intervals.
with named as (
    select distinct posting_id, broader_id as skill_id, evidence
    from posting_skills
    join skill_lineage using (skill_id)
    where evidence <> 'title'
),
paid as (
    select skill_id as subject, evidence as basis, period, country, level, source_id, pay_basis, pay_usd_year
    from posting_pay
    join periods on is_in_period(dated_on, period, first_day, last_day)
    join named using (posting_id)
    semi join (from skills where category <> 'soft') as hard using (skill_id)
    where kind = 'posting'
)
select subject as skill_id, basis as evidence, * exclude (subject, basis)
from pay_quartiles(paid)
order by skill_id, evidence, period, country, level
