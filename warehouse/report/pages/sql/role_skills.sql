-- Which skills ($kind: tools or fields) do the role's postings of the latest 24 months ask for most often?
select
    skill_id,
    skills.name,
    category,
    asked_share as share,
    asked_share_low as share_low,
    asked_share_high as share_high,
    asked_postings as postings,
    postings_with_text,
    required_share,
    named_share,
    asked_itself_share as itself_share,
    lift,
    if(is_of_name, 'of_name', demand_class) as demand_class,
    source_share_min,
    source_share_max,
    largest_employer_share
from role_skill_demand
join skills using (skill_id)
join (
    select broader_id as skill_id, bool_or(is_of_name(skills.name, roles.name)) as is_of_name
    from skill_lineage
    join skills using (skill_id)
    cross join roles
    where role_id = $role
    group by all
) using (skill_id)
where role_id = $role and period = 'latest' and if(is_tool(category), 'tools', 'fields') = $kind
order by role_skill_demand.rank
limit 15
