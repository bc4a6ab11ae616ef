-- Why was a title given its role?
-- Asked by somebody who doubts it. `confidence` is the share of roles that was right where rules are as sure.
select postings.title, role_id, seniority, confidence, rule, matched_text, count(*) as postings
from posting_roles
join postings using (posting_id)
where duplicate_of is null
group by all
order by confidence, postings desc, postings.title
limit 12;
