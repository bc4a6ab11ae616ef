-- Share of each role's postings that name each skill, by level.
select value as seniority, * exclude (slice, value)
from role_skill_slices
where slice = 'seniority'
order by role_id, seniority, postings desc, skill_id
