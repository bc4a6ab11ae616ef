-- What sets the role apart: which skills are asked of it more than of other roles, beyond chance?
select
    skill_id,
    name,
    asked_share as to_share,
    asked_share / lift as from_share,
    asked_share_low as share_low,
    asked_share_high as share_high,
    lift,
    log_odds_z,
    demand_class,
    largest_employer_share
from role_skill_demand
join skills using (skill_id)
where role_id = $role and period = 'latest' and demand_class in ('defining', 'distinguishing')
order by log_odds_z desc, skill_id
limit 15
