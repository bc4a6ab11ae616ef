-- The most frequent roles
select format('The ML market of the latest period contains {} unique postings. {} of them are for a {}, {} for a {}. Supporting roles, such as software engineer and data analyst, count only if the posting asks for an ML skill.',
    format('{:,}', sum(postings)::bigint), printf('%.0f %%', 100 * max(share) filter (rank = 1)),
    lower(any_value(name) filter (rank = 1)), printf('%.0f %%', 100 * max(share) filter (rank = 2)),
    lower(any_value(name) filter (rank = 2))) as finding
from role_demand
join roles using (role_id)
where period = 'latest';

select name as role, postings, postings_with_text, round(share, 3) as share, bar(share, 0, 0.5, 20) as chart
from role_demand
join roles using (role_id)
where period = 'latest'
order by role_demand.rank
limit 10;
