-- Share of each role's postings that name each skill, by month of posting.
select (value || '-01')::date as month, * exclude (slice, value)
from role_skill_slices
where slice = 'month'
order by role_id, month, postings desc, skill_id
