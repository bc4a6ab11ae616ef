-- Which roles' share of the ML market moved beyond chance since the build before?
select
    role_id,
    roles.name,
    figure_before as share_before,
    figure_now as share_now,
    figure_now - figure_before as moved
from build_changes
join roles using (role_id)
where build_changes.kind = 'role'
order by abs(moved) desc, role_id
