-- Which skills do postings ask of each role most often, and how sure is that?
select
    roles.name as role,
    demand.rank,
    skills.name as skill,
    round(demand.share, 2) as share,
    round(demand.share_low, 2) as share_low,
    round(demand.share_high, 2) as share_high,
    demand.postings,
    demand.postings_with_text
from role_skill_demand as demand
join roles using (role_id)
join skills using (skill_id)
where demand.rank <= 5 and not demand.is_small_sample
order by roles.name, demand.rank;
