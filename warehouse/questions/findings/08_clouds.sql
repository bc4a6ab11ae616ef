-- Cloud platforms
select format('{} is the cloud that most postings ask for: {} do.', any_value(name),
    printf('%.0f %%', 100 * any_value(asked_share))) as finding
from (
    from skill_demand join skills using (skill_id)
    where period = 'latest' and skill_id in ('amazon_web_services', 'microsoft_azure', 'google_cloud_platform')
    order by asked_share desc limit 1
);

select name as platform, round(asked_share, 3) as asked, round(asked_share_low, 3) as low,
    round(asked_share_high, 3) as high, round(required_share, 3) as required,
    asked_postings || ' of ' || postings_with_text as postings, bar(asked_share, 0, 0.5, 20) as chart
from skill_demand
join skills using (skill_id)
where period = 'latest' and skill_id in ('amazon_web_services', 'microsoft_azure', 'google_cloud_platform')
order by skill_demand.asked_share desc;
