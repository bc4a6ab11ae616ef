-- Which skills belong together, so that someone who has some of them should consider the others?
-- Asked by a university that plans modules.
select
    groups.name as field,
    round(cohesion, 2) as cohesion,
    round(share, 2) as share,
    string_agg(skills.name, ', ' order by rank) filter (rank <= 8) as skills
from skill_groups as groups
join skill_group_members using (period, group_id)
join skills using (skill_id)
where period = 'latest'
group by all
order by share desc, field
limit 12;
