-- Languages and tools asked of machine learning engineers
select format('Of {} postings, {} ask for {}, {} for {} and {} for {}.', any_value(postings_with_text),
    max(share) filter (place = 1), max(name) filter (place = 1), max(share) filter (place = 2),
    max(name) filter (place = 2), max(share) filter (place = 3), max(name) filter (place = 3)
) as finding
from (
    select name, postings_with_text, printf('%.0f %%', 100 * asked_share) as share,
        row_number() over (order by demand.rank) as place
    from role_skill_demand as demand
    join skills using (skill_id)
    where period = 'latest' and role_id = 'machine_learning_engineer' 
        and category in ('language', 'library', 'tool', 'platform', 'database')
);

select name as skill, round(asked_share, 2) as asked, round(asked_share_low, 2) as low, round(asked_share_high, 2) as high,
    round(required_share, 2) as required, round(named_share, 2) as named,
    asked_postings || ' of ' || postings_with_text as postings, bar(asked_share, 0, 1, 20) as chart
from role_skill_demand as demand
join skills using (skill_id)
where period = 'latest' and role_id = 'machine_learning_engineer' and category in ('language', 'library', 'tool', 'platform', 'database')
order by demand.rank
limit 10;
