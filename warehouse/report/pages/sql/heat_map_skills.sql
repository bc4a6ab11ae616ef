-- Which skills are asked most over all roles in the latest 24 months, each role weighing the same?
select skill_id, name
from role_skill_demand
join skills using (skill_id)
where period = 'latest'
group by all
order by sum(asked_share) desc, skill_id
limit 24
