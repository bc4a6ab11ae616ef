-- How many postings of the market ask each skill?
select skill_id, name, category, share, share_low, share_high, postings, postings_with_text, required_share
from skill_demand
join skills using (skill_id)
order by rank
