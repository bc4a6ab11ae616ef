-- How do the shares of the six languages and tools that the role asks for most often differ from year to year?
select
    skills.name,
    skill_id,
    make_date(years.period::int, 7, 1) as month,
    years.asked_share as share,
    years.asked_share_low as share_low,
    years.asked_share_high as share_high,
    years.asked_postings as postings,
    years.postings_with_text,
    years.is_small_sample
from role_skill_demand as years
join skills using (skill_id)
join (
    from role_skill_demand join skills using (skill_id)
    where role_id = $role and period = 'latest' and is_tool(category)
    order by rank limit 6
) as most using (role_id, skill_id)
where role_id = $role and years.period not in ('latest', 'all')
order by most.rank, years.period
