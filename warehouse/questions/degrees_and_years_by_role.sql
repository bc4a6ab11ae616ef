-- Which degree and how many years of experience does each role ask for?
-- Asked by a career adviser. `must_have`: the minimum an applicant must have; `named`: named in any way, so that "BS,
-- MS or PhD" names three and requires the first. `none`: nothing was found, which does not mean that nothing is needed.
select
    roles.name as role,
    requirement,
    asked,
    round(must_have_share, 2) as must_have,
    round(must_have_share_low, 2) as at_least,
    round(must_have_share_high, 2) as at_most,
    round(preferred_share, 2) as preferred,
    round(named_share, 2) as named,
    postings_with_text
from role_requirements
join roles using (role_id)
where period = 'latest' and not is_small_sample and role_id in ('data_scientist', 'machine_learning_engineer')
order by role, requirement, must_have_share desc, asked;
