-- In which countries is each role in demand?
-- Asked by a candidate willing to move. Counts are of the postings in these sources, not of all vacancies in a country.
select country, roles.name as role, count(*) as postings
from market_postings
join roles using (role_id)
where not is_repeat and country is not null and dated_on >= (select first_day from periods where period = 'latest')
group by all
order by postings desc, country, role
limit 12;
