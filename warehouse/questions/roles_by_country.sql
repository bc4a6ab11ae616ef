-- Where is each role wanted?
-- Asked by somebody willing to move. It counts what these sources carry, not all vacancies of a country.
select country, roles.name as role, count(*) as postings
from market_postings
join roles using (role_id)
where not is_repeat and country is not null and dated_on >= (select first_day from periods where period = 'latest')
group by all
order by postings desc, country, role
limit 12;
