-- Do postings for data scientists ask for different skills in Germany and in the United States?
-- Asked by an employer with two offices. If the two intervals overlap, the difference may be due to chance. Where
-- one source supplies most texts of a country, it may be due to the source.
select
    name as skill,
    round(germany.asked_share, 2) as germany,
    round(germany.asked_share_low, 2) as at_least,
    round(germany.asked_share_high, 2) as at_most,
    round(germany.largest_source_share, 2) as of_one_source,
    round(states.asked_share, 2) as states,
    round(states.asked_share_low, 2) as states_at_least,
    round(states.asked_share_high, 2) as states_at_most,
    round(states.largest_source_share, 2) as states_of_one_source
from skill_shares(role := 'data_scientist', in_country := 'DE') as germany
join skill_shares(role := 'data_scientist', in_country := 'US') as states using (skill_id)
join skills using (skill_id)
order by abs(germany.asked_share - states.asked_share) desc, skill
limit 10;
