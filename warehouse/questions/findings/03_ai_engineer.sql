-- What an AI engineer is asked
select format('Of {} postings, {} ask {}, {} ask {} and {} ask {}.', any_value(postings_with_text),
    printf('%.0f %%', 100 * max(asked_share) filter (demand.rank = 1)), any_value(name) filter (demand.rank = 1),
    printf('%.0f %%', 100 * max(asked_share) filter (demand.rank = 2)), any_value(name) filter (demand.rank = 2),
    printf('%.0f %%', 100 * max(asked_share) filter (demand.rank = 3)), any_value(name) filter (demand.rank = 3)
) as finding
from role_skill_demand as demand
join skills using (skill_id)
where period = 'latest' and role_id = 'ai_engineer';

select name as skill, round(asked_share, 2) as asked, round(asked_share_low, 2) as low, round(asked_share_high, 2) as high,
    round(required_share, 2) as required, round(named_share, 2) as named,
    asked_postings || ' of ' || postings_with_text as postings, bar(asked_share, 0, 1, 20) as chart
from role_skill_demand as demand
join skills using (skill_id)
where period = 'latest' and role_id = 'ai_engineer'
order by demand.rank
limit 10;
