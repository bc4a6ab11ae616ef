-- What is a must for a data engineer, and what is only nice to have?
-- Asked by an applicant, who lacks some of it. `required` is the part of the postings naming the skill that require it.
select
    skills.name as skill,
    round(share, 2) as share,
    round(required_share, 2) as required,
    round(required_share_low, 2) as at_least,
    round(required_share_high, 2) as at_most,
    postings
from role_skill_demand
join skills using (skill_id)
where role_id = 'data_engineer' and rank <= 12
order by required_share desc, rank;
