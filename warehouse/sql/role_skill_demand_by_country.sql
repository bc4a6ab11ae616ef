-- Share of each role's postings that name, ask for and require each skill, by country and period.
select value as country, * exclude (slice, value)
from role_skill_slices
where slice = 'country'
order by period, role_id, country, asked_postings desc, named_postings desc, skill_id
