-- Which skills set a role apart: asked of it much more than of the whole ML market?
select
    roles.name as role,
    skills.name as skill,
    round(demand.lift, 1) as lift,
    round(demand.share, 2) as share,
    demand.postings
from role_skill_demand as demand
join roles using (role_id)
join skills using (skill_id)
where demand.postings >= 5 and demand.share_low > demand.share / demand.lift
qualify row_number() over (partition by roles.role_id order by demand.lift desc, skills.skill_id) <= 5
order by roles.name, demand.lift desc, skill;
