-- How do the shares of the six languages and tools that the role asks for most often differ from month to month?
select
    skills.name,
    skill_id,
    month,
    months.asked_share as share,
    months.asked_share_low as share_low,
    months.asked_share_high as share_high,
    months.asked_postings as postings,
    months.postings_with_text,
    months.is_small_sample
from role_skill_demand_by_month as months
join skills using (skill_id)
join (
    select role_id, skill_id, rank
    from role_skill_demand join skills using (skill_id)
    where role_id = $role and period = 'latest' and is_tool(category)
    order by rank limit 6
) using (role_id, skill_id)
where role_id = $role
order by rank, month
