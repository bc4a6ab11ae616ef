-- Which skills ($kind: tools, fields or all) do postings of the whole market ask for most often in the latest 24 months?
select
    skill_id,
    name,
    category,
    asked_share as share,
    asked_share_low as share_low,
    asked_share_high as share_high,
    asked_postings as postings,
    postings_with_text,
    required_share,
    named_share,
    asked_itself_share as itself_share
from skill_demand
join skills using (skill_id)
where period = 'latest' and $kind in ('all', if(is_tool(category), 'tools', 'fields'))
order by rank
limit if($kind = 'all', 1_000_000, 15)
