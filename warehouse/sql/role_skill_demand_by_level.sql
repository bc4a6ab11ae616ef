-- Share of each role's postings that name, ask and require each skill, by level and period.
select value as level, * exclude (slice, value)
from role_skill_slices
where slice = 'level'
order by period, role_id, level, asked_postings desc, named_postings desc, skill_id
