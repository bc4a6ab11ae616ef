-- Which skill, not one of the role's name, sets a role apart most clearly in the latest 24 months? Not where most postings
-- come from one source or employer.
select
    role_id,
    roles.name as role,
    skill_id,
    skills.name,
    asked_share,
    asked_postings,
    role_skill_demand.postings_with_text,
    lift
from role_skill_demand
join roles using (role_id)
join skills using (skill_id)
join role_demand using (period, role_id)
where period = 'latest'
    and demand_class in ('defining', 'distinguishing')
    and not is_small_sample
    and role_demand.largest_source_share <= 0.5
    and coalesce(role_skill_demand.largest_employer_share, 0) <= 0.5
    and not is_of_name(skills.name, roles.name)
order by log_odds_z desc
limit 1
