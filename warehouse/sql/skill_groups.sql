-- Groups of skills, each with its name, its cohesion and how many postings ask for it.
with grouped as (
    select
        group_id,
        string_agg(name, ', ' order by rank) filter (rank <= 3) as name,
        count(*) as skills,
        avg(centrality) as cohesion,
        avg(stability) as stability
    from skill_group_members
    join skills using (skill_id)
    group by group_id
),
asked as (
    select group_id, count(distinct posting_id) as postings
    from market_skills
    join skill_group_members using (skill_id)
    where not is_repeat
    group by group_id
)
select
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
join asked using (group_id)
cross join (select any_value(postings_with_text) as postings_with_text from skill_demand)
order by postings desc, group_id
