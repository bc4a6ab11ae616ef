-- What share of the whole market's postings asked the skill in each year, and from which sources?
select
    period as name,
    asked_share as share,
    asked_share_low as share_low,
    asked_share_high as share_high,
    asked_postings as postings,
    postings_with_text,
    required_share,
    named_share,
    is_small_sample,
    sources
from skill_demand
join (
    select year(dated_on)::varchar as period, string_agg(distinct source_id, ', ' order by source_id) as sources
    from market_postings
    where has_text and not is_repeat
    group by all
) using (period)
where skill_id = $skill and postings_with_text >= 10
order by period
