-- Why was a title given its role?
select postings.title, role_id, seniority, confidence, rule, matched_text, count(*) as postings
from posting_roles
join postings using (posting_id)
where duplicate_of is null
group by all
order by postings desc, postings.title
limit 20;
