-- Postings of each role, source and month that name and ask for each skill: the basis of the shares of all periods.
select
    role_id,
    source_id,
    date_trunc('month', dated_on)::date as month,
    skill_id,
    count(*) as raw_postings,
    count(*) filter (not is_repeat) as named_postings,
    count(*) filter (not is_repeat and is_asked) as asked_postings,
    count(*) filter (not is_repeat and is_required) as required_postings,
    count(*) filter (not is_repeat and is_asked_itself) as asked_itself_postings
from market_skills
group by all
order by role_id, source_id, month, skill_id
