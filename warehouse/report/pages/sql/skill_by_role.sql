-- Which roles ask the skill most in the latest 24 months?
select
    role_id,
    roles.name,
    asked_share as share,
    asked_share_low as share_low,
    asked_share_high as share_high,
    asked_postings as postings,
    postings_with_text,
    required_share,
    named_share,
    asked_itself_share as itself_share,
    lift,
    demand_class,
    largest_employer_share,
    is_small_sample
from role_skill_demand
join roles using (role_id)
where skill_id = $skill and period = 'latest'
order by share desc, role_id
