-- Are data scientists asked for other skills in Germany than in the United States?
-- Asked by an employer with two offices. Where the two intervals overlap, the difference may be chance.
with germany as (from role_skill_demand_by_country where country = 'DE' and role_id = 'data_scientist'),
states as (from role_skill_demand_by_country where country = 'US' and role_id = 'data_scientist')
select
    name as skill,
    round(germany.share, 2) as germany,
    round(germany.share_low, 2) as at_least,
    round(germany.share_high, 2) as at_most,
    round(states.share, 2) as states,
    round(states.share_low, 2) as states_at_least,
    round(states.share_high, 2) as states_at_most
from germany
join states using (skill_id)
join skills using (skill_id)
order by abs(germany.share - states.share) desc, skill
limit 10;
