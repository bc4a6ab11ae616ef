-- What sets the role apart: which skills are asked of it more than of the whole market, beyond chance?
select skill_id, name, share as to_share, share / lift as from_share, share_low, share_high, lift, log_odds_z, demand_class
from role_skill_demand
join skills using (skill_id)
where role_id = $role and demand_class in ('defining', 'distinguishing')
order by log_odds_z desc, skill_id
limit 15
