-- The most distinctive skill of each role
select format('{} of {} roles ask for some skill more often than the other roles, beyond chance.',
    count(*) filter (distinctive_skills > 0), count(*)) as finding
from role_distinctiveness
where period = 'latest';

select roles.name as role, skills.name as skill, round(asked_share, 2) as asked, round(asked_share_low, 2) as low,
    round(asked_share_high, 2) as high, round(lift, 1) as times_the_market,
    asked_postings || ' of ' || postings_with_text as postings, round(largest_employer_share, 2) as largest_employer,
    bar(asked_share, 0, 1, 20) as chart
from role_skill_demand as demand
join roles using (role_id)
join skills using (skill_id)
where period = 'latest' and demand_class in ('defining', 'distinguishing')
    and largest_employer_share <= 0.5
qualify row_number() over (partition by role_id order by log_odds_z desc) = 1
order by postings_with_text desc, role
limit 12;
