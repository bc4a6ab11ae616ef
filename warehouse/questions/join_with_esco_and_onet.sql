-- How do I join these skills with ESCO, O*NET and Wikidata?
-- Asked by a researcher whose data has those codes; here, for the skills data engineers are asked for most. Only exact
-- matches are shown; `skill_crosswalk` also has close, broader and narrower ones.
select
    rank,
    skills.name as skill,
    max(code) filter (scheme = 'ESCO') as esco,
    max(code) filter (scheme = 'O*NET') as onet_example,
    max(code) filter (scheme = 'Wikidata') as wikidata
from role_skill_demand
join skills using (skill_id)
left join skill_crosswalk on skill_crosswalk.skill_id = skills.skill_id and match_type = 'exact'
where period = 'latest' and role_id = 'data_engineer' and rank <= 10
group by rank, skills.name
order by rank, skill;
