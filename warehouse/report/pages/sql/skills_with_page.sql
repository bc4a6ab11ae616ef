-- Which skills have a page of their own? The 300 asked most lately, of those that at least 30 unique postings ask.
select skill_id
from skill_demand
where period = 'latest' and rank <= 300 and asked_postings >= 30
order by rank
