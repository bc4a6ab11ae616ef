-- Groups of skills with name, cohesion and the number of postings that ask for them, by period.
with grouped as (
    select
        period,
        group_id,
        string_agg(name, ', ' order by rank) filter (rank <= 3) as name,
        count(*) as skills,
        avg(centrality) as cohesion,
        avg(stability) as stability
    from skill_group_members
    join skills using (skill_id)
    group by period, group_id
),
asked as (
    select period, group_id, count(distinct posting_id) as postings
    from market_skills
    join skill_group_members using (skill_id)
    join periods using (period)
    where not is_repeat and is_asked and is_in_period(dated_on, period, first_day, last_day)
    group by all
)
select
    period,
    group_id,
    name,
    skills,
    cohesion,
    stability,
    postings,
    postings_with_text,
    postings / postings_with_text as share,
    wilson_low(postings, postings_with_text) as share_low,
    wilson_high(postings, postings_with_text) as share_high
from grouped
join asked using (period, group_id)
join (select distinct period, postings_with_text from skill_demand) using (period)
order by period, postings desc, group_id
