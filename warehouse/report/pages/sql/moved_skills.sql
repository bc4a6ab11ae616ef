-- Which skills' share of a role's postings moved beyond chance since the build before?
select
    role_id,
    skill_id,
    roles.name as role,
    skills.name,
    figure_before as share_before,
    figure_now as share_now,
    figure_now - figure_before as moved,
    rows_before as texts_before,
    rows_now as texts_now
from build_changes
join roles using (role_id)
join skills using (skill_id)
where build_changes.kind = 'skill'
order by abs(moved) desc, role_id, skill_id
