-- Which skills are distinctive of a role: asked for more often than in the rest of the market, beyond chance?
-- Asked by a recruiter who must distinguish roles.
select
    roles.name as role,
    skills.name as skill,
    demand_class,
    round(asked_share, 2) as asked,
    round(lift, 1) as lift,
    round(log_odds_z, 1) as z,
    asked_postings
from role_skill_demand
join roles using (role_id)
join skills using (skill_id)
where period = 'latest' and demand_class in ('defining', 'distinguishing') and not is_small_sample
qualify row_number() over (partition by role_id order by log_odds_z desc, skill_id) <= 4
order by role, log_odds_z desc;
