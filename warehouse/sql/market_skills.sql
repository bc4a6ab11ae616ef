-- Skills that the texts of the ML market name.

-- A title is left out as evidence: what names the role would be asked of all its postings by definition.
select posting_id, skill_id, market_postings.role_id, is_repeat, need = 'required' as is_required
from posting_skills
join skills using (skill_id)
join market_postings using (posting_id)
where evidence = 'text' and category <> 'soft' and has_text
order by posting_id, skill_id
