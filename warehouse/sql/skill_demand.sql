-- A title is left out as evidence: what names the role would be asked of all its postings by definition.
with asked as (
    select posting_id, skill_id, need = 'required' as is_required
    from posting_skills
    join skills using (skill_id)
    where evidence = 'text' and category <> 'soft'
),
counted as (
    select skill_id, count(*) as postings, count(*) filter (is_required) as required
    from market_postings
    join asked using (posting_id)
    where has_text and not is_repeat
    group by all
),
looked_at as (
    select count(*) as postings_with_text from market_postings where has_text and not is_repeat
)
select
    skill_id,
    postings,
    postings_with_text,
    postings / postings_with_text as share,
    wilson_low(postings, postings_with_text) as share_low,
    wilson_high(postings, postings_with_text) as share_high,
    required / postings as required_share,
    row_number() over (order by postings desc, skill_id) as rank
from counted, looked_at
order by rank
