-- What is the skill, and how many postings of the latest 24 months ask it?
select
    skills.skill_id,
    skills.name,
    skills.category,
    skills.is_ml,
    parent.skill_id as parent_id,
    parent.name as parent,
    named_postings,
    asked_share as share,
    asked_share_low as share_low,
    asked_share_high as share_high,
    asked_postings as postings,
    postings_with_text,
    required_share,
    named_share,
    asked_itself_share as itself_share,
    rank,
    rows_read,
    rows_right,
    precision_low,
    precision_high,
    (select list(alias order by alias) from skill_aliases where skill_aliases.skill_id = $skill) as spellings
from skills
join skill_demand using (skill_id)
left join skill_precision using (skill_id)
left join skills as parent on parent.skill_id = skills.parent_id
where skills.skill_id = $skill and period = 'latest'
