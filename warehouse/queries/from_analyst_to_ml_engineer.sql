-- What should a data analyst learn to become a machine learning engineer, and how sure is that?
select
    skills.name as skill,
    skills.category,
    round(to_share, 2) as asked_of_ml_engineers,
    round(from_share, 2) as asked_of_data_analysts,
    round(difference, 2) as more_by,
    round(difference_low, 2) as at_least,
    round(difference_high, 2) as at_most
from career_moves
join skills using (skill_id)
where from_role_id = 'data_analyst' and to_role_id = 'machine_learning_engineer'
order by rank
limit 15;
