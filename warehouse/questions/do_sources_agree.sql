-- How much does a share differ between sources, so that no single number represents the market?
-- Asked by a statistician before quoting it.
select
    roles.name as role,
    skills.name as skill,
    round(asked_share, 2) as asked,
    sources,
    round(source_share_min, 2) as lowest,
    round(source_share_max, 2) as highest,
    round(share_by_cell, 2) as each_source_and_month_equal
from role_skill_demand
join roles using (role_id)
join skills using (skill_id)
where period = 'latest' and sources >= 2
order by source_share_max - source_share_min desc, role, skill
limit 10;
