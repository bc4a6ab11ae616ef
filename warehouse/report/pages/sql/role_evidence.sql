-- In which words do postings of the role name each skill? Three postings a skill, drawn by a hash of where they come from.
select skill_id, skills.name, snippet, need, title, evidence.source_id, file, line
from evidence
join skills using (skill_id)
join periods on period = 'latest' and dated_on between first_day and last_day
where role_id = $role
    and evidence = 'text'
    and skill_id in (select skill_id from role_skill_demand where role_id = $role and period = 'latest')
qualify row_number() over (partition by skill_id order by need = 'context', named_skill_id <> skill_id, posting_id, named_skill_id) <= 3
order by skills.name, need = 'context', named_skill_id <> skill_id, posting_id, named_skill_id
