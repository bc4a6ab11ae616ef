-- Of which roles do articles claim the skill?
select role_id, roles.name, gap_class, articles, articles_on_role, share_of_kind as share, postings_of_kind as postings
from role_skill_gap
join roles using (role_id)
where skill_id = $skill and articles > 0
order by articles desc, role_id
