-- What does the role pay in US dollars a year, by those who state it?
select
    case kind when 'posting' then 'Postings' else 'Pay records' end
        || case when country <> 'all' then ', ' || countries.name when level <> 'all' then ', ' || level else '' end as name,
    kind,
    country,
    level,
    lower_quartile,
    median,
    median_low,
    median_high,
    upper_quartile,
    records,
    records_with_pay,
    records_estimated,
    sources,
    largest_country_share,
    is_small_sample,
    is_seldom_stated
from role_pay
left join countries using (country)
where role_id = $role and period = 'all' and not is_withheld
qualify row_number() over (partition by kind, country = 'all', level = 'all' order by records_with_pay desc, name) <= 6
order by kind desc, country <> 'all', level <> 'all', records_with_pay desc, name
