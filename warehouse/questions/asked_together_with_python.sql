-- Which skills are asked together with Python more often than chance would have it?
-- Asked by a trainer, who bundles courses. Lift 2: twice as often as if the two had nothing to do with each other.
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
