-- Share of each role's postings that name, ask for and require each skill, by month of posting.
select (value || '-01')::date as month, * exclude (slice, value, period)
from role_skill_slices
where slice = 'month'
order by role_id, month, asked_postings desc, named_postings desc, skill_id
