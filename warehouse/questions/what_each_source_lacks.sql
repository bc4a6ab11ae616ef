-- What does each source contribute, and what does it lack?
-- Asked by a researcher who must describe the data.
select
    source_id as source,
    records,
    unique_postings,
    round(role_share, 2) as with_role,
    round(with_text / nullif(postings, 0), 2) as with_text,
    round(with_whole_text / nullif(postings, 0), 2) as with_whole_text,
    round(skills_per_text, 1) as skills_per_text,
    first_posted_on,
    last_posted_on
from source_coverage
where records > 0
order by records desc, source;
