-- Languages and tools of machine learning engineers
select format('Of {} postings, {}.', any_value(postings_with_text),
    string_agg(printf('%.0f %% ask for %s', 100 * asked_share, skill), ', ' order by rank)) as finding
from (from top_skills('machine_learning_engineer', 1000) where is_tool(category) order by rank limit 3);

select skill, round(asked_share, 2) as asked, round(asked_share_low, 2) as low, round(asked_share_high, 2) as high,
    round(required_share, 2) as required, round(named_share, 2) as named,
    asked_postings || ' of ' || postings_with_text as postings, round(largest_employer_share, 2) as largest_employer, bar(asked_share, 0, 1, 20) as chart
from top_skills('machine_learning_engineer', 1000)
where is_tool(category)
order by rank
limit 10;
