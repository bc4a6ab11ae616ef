-- Which roles ask for the same skills, which skills connect the two, and which part them?
select
    other_role_id,
    name,
    similarity,
    list_transform(connecting_skills, lambda skill: names[skill]) as connecting,
    list_transform(own_skills, lambda skill: names[skill]) as own,
    list_transform(other_skills, lambda skill: names[skill]) as others,
    is_small_sample
from role_similarity
join roles on roles.role_id = other_role_id
cross join (select map(list(skill_id), list(name)) as names from skills)
where period = 'latest' and role_similarity.role_id = $role and role_similarity.rank <= 6
order by role_similarity.rank
