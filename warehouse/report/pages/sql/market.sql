-- How many postings of the latest 24 months is this, of which months, from how many sources, and where do the texts come from?
select
    count(*) filter (not is_repeat) as postings,
    count(*) filter (not is_repeat and has_text) as postings_with_text,
    count(*) as raw_postings,
    count(distinct source_id) as sources,
    count(distinct country) as countries,
    any_value(first_day) as first_day,
    any_value(last_day) as last_day,
    count(distinct source_id) filter (has_text and not is_repeat) as text_sources,
    count(distinct country) filter (has_text and not is_repeat) as text_countries,
    mode(countries.name) filter (has_text and not is_repeat) as text_country,
    count(*) filter (has_text and not is_repeat and countries.name = (
        select mode(countries.name)
        from market_postings
        join countries using (country)
        join periods on period = 'latest' and dated_on between first_day and last_day
        where has_text and not is_repeat
    )) as text_country_postings,
    (select count(*) from market_postings where has_text and not is_repeat) as postings_with_text_of_all_years,
    (select coalesce(bool_and(is_synthetic), false) from sources where files > 0) as is_synthetic
from market_postings
left join countries using (country)
join periods on period = 'latest' and dated_on between first_day and last_day
