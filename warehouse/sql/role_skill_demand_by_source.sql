-- Share of each role's postings that name each skill, by source.
select value as source_id, * exclude (slice, value)
from role_skill_slices
where slice = 'source'
order by role_id, source_id, postings desc, skill_id
