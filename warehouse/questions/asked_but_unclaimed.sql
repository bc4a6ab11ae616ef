-- What do many postings ask that no article on the role mentions?
-- Asked by an author, who is about to write the next one.
select
    roles.name as role,
    skills.name as skill,
    round(share, 2) as share,
    round(share_of_kind_low, 2) as at_least,
    round(share_of_kind_high, 2) as at_most,
    postings
from role_skill_gap
join roles using (role_id)
join skills using (skill_id)
where gap_class = 'asked_but_unclaimed' and postings_with_text >= 30
order by share desc, role, skill
limit 12;
