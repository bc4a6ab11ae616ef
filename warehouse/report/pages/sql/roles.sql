-- How many unique postings of the latest 24 months name each role?
select
    role_id,
    name,
    family,
    scope,
    postings,
    postings_with_text,
    raw_postings,
    sources,
    share,
    is_suppressed,
    is_suppressed or postings_with_text < 30 as is_small_sample
from role_demand
join roles using (role_id)
where period = 'latest'
order by rank
