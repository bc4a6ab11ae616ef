-- Share of each role's postings that name, ask for and require each skill, by level and period.
select value as seniority, * exclude (slice, value)
from role_skill_slices
where slice = 'seniority'
order by period, role_id, seniority, asked_postings desc, named_postings desc, skill_id
