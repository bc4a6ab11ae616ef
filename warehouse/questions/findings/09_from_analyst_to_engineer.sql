-- What a data analyst learns to become a machine learning engineer
select format('The largest step is {}: {} of the postings for machine learning engineers ask for it, and {} of those for data analysts, which count only where they ask for an ML skill.',
    any_value(name), printf('%.0f %%', 100 * any_value(to_share)), printf('%.0f %%', 100 * any_value(from_share))) as finding
from career_moves as moves
join skills using (skill_id)
where period = 'latest' and from_role_id = 'data_analyst' and to_role_id = 'machine_learning_engineer' and moves.rank = 1;

select name as skill, round(from_share, 2) as asked_of_analysts, round(to_share, 2) as asked_of_engineers,
    round(difference, 2) as difference, round(difference_low, 2) as low, round(difference_high, 2) as high,
    bar(difference, 0, 1, 20) as chart
from career_moves as moves
join skills using (skill_id)
where period = 'latest' and from_role_id = 'data_analyst' and to_role_id = 'machine_learning_engineer'
order by moves.rank
limit 10;
