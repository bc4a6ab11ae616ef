-- Share of each role's postings that name each skill, by country.
select value as country, * exclude (slice, value)
from role_skill_slices
where slice = 'country'
order by role_id, country, postings desc, skill_id
