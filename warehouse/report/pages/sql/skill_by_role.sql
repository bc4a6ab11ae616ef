-- Which roles ask the skill most?
select
    role_id,
    roles.name,
    share,
    share_low,
    share_high,
    postings,
    postings_with_text,
    required_share,
    lift,
    demand_class,
    is_small_sample
from role_skill_demand
join roles using (role_id)
where skill_id = $skill
order by share desc, role_id
