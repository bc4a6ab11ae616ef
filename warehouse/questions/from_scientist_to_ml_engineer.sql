-- What should I learn to move from data scientist to machine learning engineer, and how certain is that?
-- Asked by a data scientist. `more_by` is the difference of the two shares; `at_least` and `at_most` are its 95 %
-- interval. All skills whose interval is above 0 are listed, largest difference first. Do not quote small samples.
select
    skills.name as skill,
    demand_class,
    round(to_share, 2) as asked_there,
    round(from_share, 2) as asked_here,
    round(difference, 2) as more_by,
    round(difference_low, 2) as at_least,
    round(difference_high, 2) as at_most,
    demand.asked_postings || ' of ' || demand.postings_with_text as postings_there,
    moves.is_small_sample
from career_moves as moves
join skills using (skill_id)
join role_skill_demand as demand on (demand.period, demand.role_id, demand.skill_id) = (moves.period, to_role_id, moves.skill_id)
where moves.period = 'latest' and from_role_id = 'data_scientist' and to_role_id = 'machine_learning_engineer'
order by moves.rank
limit 12;
