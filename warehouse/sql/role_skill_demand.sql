-- A title is left out as evidence: what names the role would be asked of all its postings by definition.
with asked as (
    select posting_id, skill_id, need = 'required' as is_required
    from posting_skills
    join skills using (skill_id)
    where evidence = 'text' and category <> 'soft'
),
counted as (
    select
        role_id,
        skill_id,
        count(*) filter (not is_repeat) as postings,
        count(*) filter (not is_repeat and is_required) as required,
        count(*) as raw_postings
    from market_postings
    join asked using (posting_id)
    where has_text
    group by all
)
select
    role_id,
    skill_id,
    row_number() over (partition by role_id order by counted.postings desc, skill_id) as rank,
    counted.postings,
    role_demand.postings_with_text,
    counted.raw_postings,
    counted.postings / role_demand.postings_with_text as share,
    wilson_low(counted.postings, role_demand.postings_with_text) as share_low,
    wilson_high(counted.postings, role_demand.postings_with_text) as share_high,
    required / counted.postings as required_share,
    counted.postings / role_demand.postings_with_text / skill_demand.share as lift,
    role_demand.postings_with_text < 30 as is_small_sample
from counted
join role_demand using (role_id)
join skill_demand using (skill_id)
where counted.postings > 0
order by role_id, rank
