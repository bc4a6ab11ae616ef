-- What share of each role's postings names each of the skills that are asked most over all roles?
select role_id, skill_id, share, share_low, share_high, postings, postings_with_text
from role_skill_demand
where skill_id in (select skill_id from role_skill_demand group by all order by sum(share) desc, skill_id limit 24)
order by role_id, skill_id
