-- Which skills are required of a data engineer, and which are only nice to have?
-- Asked by an applicant who lacks some of them. All shares but the last are of all postings with text; the last is of
-- those that name the skill.
select
    skills.name as skill,
    round(named_share, 2) as named,
    round(asked_share, 2) as asked,
    round(required_share, 2) as required,
    round(required_share_low, 2) as at_least,
    round(required_share_high, 2) as at_most,
    round(required_share_of_named, 2) as required_of_named,
    postings_with_text
from role_skill_demand
join skills using (skill_id)
where period = 'latest' and role_id = 'data_engineer' and rank <= 12
order by required_share desc, rank;
