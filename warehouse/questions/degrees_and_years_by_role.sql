-- What degree and how many years of experience does each role ask for?
-- Asked by a career adviser. `none`: nothing was found, which is not the same as nothing needed.
select
    roles.name as role,
    requirement,
    asked,
    round(share, 2) as share,
    round(share_low, 2) as at_least,
    round(share_high, 2) as at_most,
    round(required_share, 2) as required,
    postings || ' of ' || postings_with_text as postings
from role_requirements
join roles using (role_id)
where not is_small_sample and role_id in ('data_scientist', 'machine_learning_engineer')
order by role, requirement, share desc, asked;
