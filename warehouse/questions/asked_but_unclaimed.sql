-- Which skills do many postings ask for that no article on the role mentions?
-- Asked by an author of such articles.
select
    roles.name as role,
    skills.name as skill,
    round(asked_share, 2) as asked,
    round(asked_share_low, 2) as at_least,
    round(asked_share_high, 2) as at_most,
    asked_postings
from role_skill_gap
join roles using (role_id)
join skills using (skill_id)
where period = 'latest' and gap_class = 'asked_but_unclaimed' and postings_with_text >= 30
order by asked_share desc, role, skill
limit 12;
