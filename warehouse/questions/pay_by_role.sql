-- How much do the roles pay, and how certain is the median?
-- Asked by a candidate about to negotiate. In US dollars a year. Postings and pay records are never combined, and
-- estimates of boards do not count as pay. Countries differ in pay: where none has a large part, a row is a mix.
select
    roles.name as role,
    kind,
    records_with_pay || ' of ' || records as stated_by,
    round(lower_quartile, -2)::int as lower_quartile,
    round(median, -2)::int as median,
    round(median_low, -2)::int as at_least,
    round(median_high, -2)::int as at_most,
    round(upper_quartile, -2)::int as upper_quartile,
    round(largest_country_share, 2) as of_one_country,
    is_small_sample
from role_pay
join roles using (role_id)
where period = 'all' and not is_withheld and country = 'all' and level = 'all'
order by median desc, role, kind;
