-- What degree and how many years of experience does each role require?
-- Shares are of the postings that require a degree.
with years as (
    select posting_id, max(years_min) as years_min
    from posting_requirements
    where requirement = 'experience' and need = 'required' and skill_id is null
    group by posting_id
),
degrees as (
    select posting_id, list(distinct level) as levels
    from posting_requirements
    where requirement = 'degree' and need = 'required'
    group by posting_id
)
select
    roles.name as role,
    count(*) as postings,
    round(avg((list_contains(levels, 'bachelor') or list_contains(levels, 'degree'))::int), 2) as a_first_degree_does,
    round(avg((list_contains(levels, 'master') and not list_contains(levels, 'bachelor'))::int), 2) as at_least_master,
    round(avg((levels = ['doctorate'])::int), 2) as doctorate_only,
    median(years_min) as median_years
from market_postings
join roles using (role_id)
left join degrees using (posting_id)
left join years using (posting_id)
where has_text and not is_repeat
group by all
having count(*) >= 5
order by role;
