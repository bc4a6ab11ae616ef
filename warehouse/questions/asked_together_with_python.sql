-- Which skills do postings ask for together with Python more often than by chance?
-- Asked by a trainer who bundles courses. A lift of 2 means twice as often as if the two were independent.
with pairs as (
    select period, skill_id, other_skill_id, postings, confidence, lift, correlation from skill_pairs
    union all
    select period, other_skill_id, skill_id, postings, other_confidence, lift, correlation from skill_pairs
)
select
    name as skill,
    postings,
    round(confidence, 2) as of_those_with_python,
    round(lift, 2) as lift,
    round(correlation, 2) as correlation
from pairs
join skills on skills.skill_id = other_skill_id
where period = 'latest' and pairs.skill_id = 'python' and lift > 1
order by correlation desc, name
limit 10;
