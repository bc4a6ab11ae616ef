-- What do postings that name the skill pay in US dollars a year, and how much more than others, other things equal?
select
    if(evidence = 'text', 'Named in the text', 'Named in a tag') as name,
    evidence,
    lower_quartile,
    median,
    median_low,
    median_high,
    upper_quartile,
    records,
    records_with_pay,
    skill_pay.sources,
    largest_country_share,
    skill_pay.is_small_sample,
    is_seldom_stated,
    premium,
    premium_low,
    premium_high,
    is_beyond_chance
from skill_pay
left join (from skill_premiums where role_id = 'all') as skill_premiums using (skill_id, evidence)
where skill_id = $skill and period = 'all' and not is_withheld and country = 'all' and level = 'all'
order by evidence desc
