-- In which words do postings of the role name each skill? Three postings a skill, drawn by a hash of where they come from.
select skill_id, skills.name, snippet, need, title, postings.source_id, file, line
from market_postings
join posting_skills using (posting_id)
join postings using (posting_id)
join skills using (skill_id)
where role_id = $role and market_postings.has_text and not is_repeat and evidence = 'text'
    and skill_id in (select skill_id from role_skill_demand where role_id = $role)
qualify row_number() over (partition by skill_id order by posting_id) <= 3
order by skills.name, posting_id
