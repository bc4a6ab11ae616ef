-- What do articles claim the role needs, and what do its postings of the latest 24 months ask?
select
    skill_id,
    name,
    gap_class,
    articles,
    articles_on_role,
    is_required_by_article,
    asked_share as share,
    asked_share_low as share_low,
    asked_share_high as share_high,
    asked_postings as postings,
    named_postings,
    postings_with_text
from role_skill_gap
join skills using (skill_id)
where role_id = $role and period = 'latest'
order by gap_class, share desc nulls last, name
