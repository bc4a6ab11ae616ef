-- Share of each role's postings that name, ask for and require each skill, by source and period.
select value as source_id, * exclude (slice, value, sources, largest_source_share)
from role_skill_slices
where slice = 'source'
order by period, role_id, source_id, asked_postings desc, named_postings desc, skill_id
