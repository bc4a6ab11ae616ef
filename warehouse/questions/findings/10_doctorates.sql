-- Roles that require a doctorate
select format('In {} of the postings for a {} a doctorate is the lowest degree accepted; {} name one.',
    printf('%.0f %%', 100 * any_value(must_have_share)), lower(any_value(name)),
    printf('%.0f %%', 100 * any_value(named_share))) as finding
from (
    from role_requirements join roles using (role_id)
    where period = 'latest' and asked = 'doctorate' and not is_small_sample
    order by must_have_share desc limit 1
);

select name as role, round(must_have_share, 3) as must_have, round(must_have_share_low, 3) as low,
    round(must_have_share_high, 3) as high, round(preferred_share, 3) as preferred, round(named_share, 3) as named,
    must_have_postings || ' of ' || requirements.postings_with_text as postings,
    round(largest_employer_share, 2) as texts_of_one_employer, bar(must_have_share, 0, 0.5, 20) as chart
from role_requirements as requirements
join roles using (role_id)
join role_demand using (period, role_id)
where period = 'latest' and asked = 'doctorate' and not is_small_sample
order by must_have_share desc, role;
