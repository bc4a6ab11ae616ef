-- Which rows are read to say how often "Python" in a posting is the language?
-- Asked by a maintainer of the skills, who reads 20 rows of as many employers, drawn by a seed, and notes in
-- data/taxonomies/skill_readings.csv in how many of them the words mean the skill.
with drawn as (
    select
        posting_id,
        snippet,
        coalesce(nullif(lower(company), ''), posting_id) as employer,
        md5('skill-precision-1' || posting_id || skill_id) as draw
    from posting_skills
    join postings using (posting_id)
    semi join unique_postings using (posting_id)
    semi join market_postings using (posting_id)
    where evidence = 'text' and skill_id = 'python'
)
select snippet
from (from drawn qualify row_number() over (partition by employer order by draw) = 1)
order by draw
limit 20;
