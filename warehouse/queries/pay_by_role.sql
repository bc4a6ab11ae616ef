-- What do roles pay in US dollars a year, by postings and pay records that state it?
select
    roles.name as role,
    postings.kind,
    count(*) as rows_with_pay,
    round(quantile_cont(salary_min_year, 0.25)) as lower_quartile,
    round(quantile_cont(salary_min_year, 0.5)) as median,
    round(quantile_cont(salary_min_year, 0.75)) as upper_quartile
from postings
join posting_roles using (posting_id)
join roles using (role_id)
where salary_currency = 'USD' and salary_min_year > 0 and duplicate_of is null
group by all
having count(*) >= 5
order by role, kind;
