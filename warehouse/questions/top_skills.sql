-- Which skills does each role ask for most often, and how certain is that?
-- Asked by a course designer who must choose what to teach first.
select
    roles.name as role,
    rank,
    skills.name as skill,
    round(asked_share, 2) as asked,
    round(asked_share_low, 2) as at_least,
    round(asked_share_high, 2) as at_most,
    asked_postings,
    postings_with_text
from role_skill_demand
join roles using (role_id)
join skills using (skill_id)
where period = 'latest' and rank <= 5 and not is_small_sample
order by role, rank;
