-- Skills that texts of the ML market name and ask for, directly or by a narrower skill.

-- Titles are not evidence: a skill in the role's name would be asked for in all its postings by definition.
with named as (
    select
        posting_id,
        broader_id as skill_id,
        bool_or(need <> 'context') as is_asked,
        bool_or(need = 'required') as is_required,
        bool_or(need <> 'context' and posting_skills.skill_id = broader_id) as is_asked_itself
    from posting_skills
    join skill_lineage using (skill_id)
    semi join (from skills where category <> 'soft') as hard on hard.skill_id = skill_lineage.skill_id
    where evidence = 'text'
    group by posting_id, broader_id
)
select posting_id, skill_id, role_id, source_id, dated_on, is_repeat, is_asked, is_required, is_asked_itself
from named
join market_postings using (posting_id)
where has_text
order by posting_id, skill_id
