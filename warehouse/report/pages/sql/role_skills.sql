-- Which skills do the role's postings ask most, and how sure is that?
select
    skill_id,
    name,
    category,
    share,
    share_low,
    share_high,
    postings,
    postings_with_text,
    required_share,
    lift,
    demand_class,
    source_share_min,
    source_share_max
from role_skill_demand
join skills using (skill_id)
where role_id = $role and rank <= 25
order by rank
