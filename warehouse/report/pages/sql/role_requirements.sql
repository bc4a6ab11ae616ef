-- Which degree and how many years of experience do the role's postings ask?
select
    requirement,
    asked as name,
    share,
    share_low,
    share_high,
    postings,
    postings_with_text,
    required_share,
    or_experience_share
from role_requirements
where role_id = $role
order by requirement, list_position([
    'none', 'secondary', 'vocational', 'bachelor', 'master', 'doctorate',
    'some years', '0 to 2 years', '3 to 5 years', '6 to 9 years', '10 years and more'
], asked)
