-- Under which names can skills be looked for?
select
    skill_id,
    name,
    asked_share as share,
    list(distinct alias order by alias) filter (lower(alias) <> lower(name)) as spellings
from skill_demand
join skills using (skill_id)
left join skill_aliases using (skill_id)
where period = 'latest'
group by all
order by any_value(skill_demand.rank)
