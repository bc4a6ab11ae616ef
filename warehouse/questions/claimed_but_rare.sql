-- What do articles say a data scientist needs that few postings name?
-- Asked by a student, who has read ten of them. `of_kind` counts postings that name the skill or one below it.
select
    skills.name as skill,
    gap_class,
    articles || ' of ' || articles_on_role as articles,
    postings_of_kind || ' of ' || postings_with_text as of_kind,
    round(share_of_kind, 2) as share,
    round(share_of_kind_low, 2) as at_least,
    round(share_of_kind_high, 2) as at_most
from role_skill_gap
join skills using (skill_id)
where role_id = 'data_scientist' and gap_class like 'claimed%'
order by gap_class desc, share_of_kind, articles desc, skill
limit 12;
