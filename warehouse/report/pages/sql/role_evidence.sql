-- In which words do postings of the role name each skill? Three postings a skill, drawn by a hash of where they come from.
with drawn as (
    select skill_id, named_skill_id, posting_id, need
    from evidence
    join periods on period = 'latest' and dated_on between first_day and last_day
    where role_id = $role
        and evidence = 'text'
        and skill_id in (select skill_id from role_skill_demand where role_id = $role and period = 'latest')
    qualify row_number() over (partition by skill_id order by need = 'context', named_skill_id <> skill_id, posting_id, named_skill_id) <= 3
)
select drawn.skill_id, skills.name, snippet, drawn.need, title, source_id, file, line
from drawn
join skills using (skill_id)
join postings using (posting_id)
join posting_skills as named on (named.posting_id, named.skill_id, evidence) = (drawn.posting_id, named_skill_id, 'text')
order by skills.name, drawn.need = 'context', named_skill_id <> drawn.skill_id, drawn.posting_id, named_skill_id
