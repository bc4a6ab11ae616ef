-- Which skill sets a role apart most clearly in the latest 24 months, other than one of the role's name?
select role_id, roles.name as role, skill_id, skills.name, asked_share, asked_postings, postings_with_text, lift
from role_skill_demand
join roles using (role_id)
join skills using (skill_id)
where period = 'latest'
    and demand_class in ('defining', 'distinguishing')
    and not is_small_sample
    and not is_of_name(skills.name, roles.name)
order by log_odds_z desc
limit 1
