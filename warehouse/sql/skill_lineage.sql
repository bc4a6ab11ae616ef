-- Every skill with itself and all broader skills.
with recursive parents as (
    select skill_id, parent_id from skills where parent_id is not null
    union
    select skill_id, parent_id from skill_parents
),
lineage as (
    select skill_id, skill_id as broader_id from skills
    union
    select lineage.skill_id, parents.parent_id
    from lineage
    join parents on parents.skill_id = lineage.broader_id
)
select skill_id, broader_id
from lineage
order by skill_id, broader_id
