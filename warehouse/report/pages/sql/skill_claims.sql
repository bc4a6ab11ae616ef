-- Of which roles do articles claim the skill?
select role_id, roles.name, gap_class, articles, articles_on_role, asked_share as share, asked_postings as postings
from role_skill_gap
join roles using (role_id)
where skill_id = $skill and period = 'latest' and articles > 0
order by articles desc, role_id
