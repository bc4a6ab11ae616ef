-- What do the role articles say a role needs, and how many postings ask for it?
select
    roles.name as role,
    skills.name as skill,
    string_agg(distinct claims.article_id, ', ' order by claims.article_id) as claimed_by,
    round(coalesce(any_value(demand.share), 0), 2) as share,
    coalesce(any_value(demand.postings), 0) as postings
from role_skill_claims as claims
join roles using (role_id)
join skills using (skill_id)
left join role_skill_demand as demand using (role_id, skill_id)
group by roles.name, skills.name
order by roles.name, share desc, skill;
