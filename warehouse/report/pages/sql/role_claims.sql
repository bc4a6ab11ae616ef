-- What do articles claim the role needs, and what do its postings ask?
select
    skill_id,
    name,
    gap_class,
    articles,
    articles_on_role,
    is_required_by_article,
    share_of_kind as share,
    share_of_kind_low as share_low,
    share_of_kind_high as share_high,
    postings_of_kind,
    postings,
    postings_with_text
from role_skill_gap
join skills using (skill_id)
where role_id = $role
order by gap_class, share desc nulls last, name
