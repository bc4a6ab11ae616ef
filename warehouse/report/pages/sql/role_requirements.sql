-- Which degree and how many years of experience do the role's postings of the latest 24 months ask?
select
    requirement,
    asked as name,
    must_have_share as share,
    must_have_share_low as share_low,
    must_have_share_high as share_high,
    must_have_postings as postings,
    postings_with_text,
    preferred_share,
    named_share,
    or_experience_share
from role_requirements
where role_id = $role and period = 'latest'
order by requirement, list_position([
    'none', 'secondary', 'vocational', 'bachelor', 'master', 'doctorate',
    'some years', '0 to 2 years', '3 to 5 years', '6 to 9 years', '10 years and more'
], asked)
