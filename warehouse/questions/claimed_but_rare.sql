-- Which skills do articles say a data scientist needs, although few postings ask for them?
-- Asked by a student who has read ten articles. A posting that asks for a narrower skill also asks for the broader one.
select
    skills.name as skill,
    gap_class,
    articles || ' of ' || articles_on_role as articles,
    asked_postings || ' of ' || postings_with_text as asked_by,
    round(asked_share, 2) as asked,
    round(asked_share_low, 2) as at_least,
    round(asked_share_high, 2) as at_most
from role_skill_gap
join skills using (skill_id)
where period = 'latest' and role_id = 'data_scientist' and gap_class like 'claimed%'
order by gap_class desc, asked_share, articles desc, skill
limit 12;
