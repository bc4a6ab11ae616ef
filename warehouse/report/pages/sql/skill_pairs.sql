-- Which skills are asked together with it, more than they would be by chance?
select skills.skill_id, name, postings, confidence, lift, jaccard
from (
    select other_skill_id as skill_id, postings, confidence, lift, jaccard from skill_pairs where skill_id = $skill and period = 'latest'
    union all
    select skill_id, postings, other_confidence, lift, jaccard from skill_pairs where other_skill_id = $skill and period = 'latest'
)
join skills using (skill_id)
where lift > 1
order by jaccard desc, skill_id
limit 12
