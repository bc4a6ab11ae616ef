-- What share of each role's postings asks each of the skills that are asked most over all roles?
select
    role_id,
    skill_id,
    asked_share as share,
    asked_share_low as share_low,
    asked_share_high as share_high,
    asked_postings as postings,
    postings_with_text
from role_skill_demand
where period = 'latest'
    and skill_id in (
        select skill_id from role_skill_demand where period = 'latest' group by all order by sum(asked_share) desc, skill_id limit 24
    )
order by role_id, skill_id
