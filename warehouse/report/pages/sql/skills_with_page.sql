-- Which skills have a page of their own? The 300 asked most, of those that at least 30 unique postings name.
select skill_id
from skill_demand
where rank <= 300 and postings >= 30
order by rank
