-- Which ML skill do texts of the latest 24 months name most often without requiring it?
select skill_id, name, named_share, asked_share, required_share, postings_with_text
from skill_demand
join skills using (skill_id)
where period = 'latest' and is_ml
order by named_share - required_share desc, skill_id
limit 1
