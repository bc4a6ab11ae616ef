-- Which skills are asked most over all roles, each role weighing the same?
select skill_id, name
from role_skill_demand
join skills using (skill_id)
group by all
order by sum(share) desc, skill_id
limit 24
