-- What do postings of the role ask more or less than half a year before, like compared with like?
select
    skill_id,
    name,
    trend,
    earlier_share as from_share,
    later_share as to_share,
    difference,
    difference_low,
    difference_high,
    p_adjusted,
    earlier_from,
    earlier_first_on,
    earlier_last_on,
    later_from,
    later_first_on,
    later_last_on,
    earlier_postings_with_text,
    later_postings_with_text,
    sources_in_common,
    strata_in_common,
    is_small_sample
from skill_trends
join skills using (skill_id)
where role_id = $role
order by p_adjusted, abs(difference) desc, skill_id
limit 10
