-- What is the role, and how many postings of the latest 24 months name it?
select
    role_id,
    name,
    family,
    scope,
    definition,
    postings,
    postings_with_text,
    raw_postings,
    pay_records,
    sources,
    largest_source_share,
    largest_employer_share,
    share,
    rank,
    is_suppressed,
    postings_with_text < 30 as is_small_sample
from role_demand
join roles using (role_id)
where role_id = $role and period = 'latest'
