-- What is the skill, and how many postings ask it?
select
    skills.skill_id,
    skills.name,
    skills.category,
    skills.is_ml,
    parent.skill_id as parent_id,
    parent.name as parent,
    postings,
    postings_with_text,
    raw_postings,
    share,
    share_low,
    share_high,
    required_share,
    rank,
    (select list(alias order by alias) from skill_aliases where skill_aliases.skill_id = $skill) as spellings
from skills
join skill_demand using (skill_id)
left join skills as parent on parent.skill_id = skills.parent_id
where skills.skill_id = $skill
