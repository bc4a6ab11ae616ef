-- Which skills are associated with higher pay, with role, level, country, year and source held constant?
-- Asked by a candidate who may learn one. An association, not an effect; `beyond_chance` corrects for the number of
-- skills tested.
select
    skills.name as skill,
    round(premium, 2) as premium,
    round(premium_low, 2) as at_least,
    round(premium_high, 2) as at_most,
    is_beyond_chance as beyond_chance,
    postings,
    employers,
    postings_with_pay
from skill_premiums
join skills using (skill_id)
where role_id = 'all' and evidence = 'text' and not is_small_sample
order by premium desc, skill
limit 10;
