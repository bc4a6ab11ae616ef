-- Large language models, year by year
select format('In {}, {} of the postings ask for large language models; in {}, {} did. Each year has different sources, so a step between years is not necessarily a change of the market; `skill_trends` compares only what is comparable.',
    max(period), printf('%.0f %%', 100 * max_by(asked_share, period)), min(period),
    printf('%.0f %%', 100 * min_by(asked_share, period))) as finding
from skill_demand
where skill_id = 'large_language_models' and not is_small_sample and period not in ('all', 'latest');

select period as year, round(asked_share, 3) as asked, round(asked_share_low, 3) as low,
    round(asked_share_high, 3) as high,
    asked_postings || ' of ' || postings_with_text as postings, bar(asked_share, 0, 0.5, 20) as chart
from skill_demand
where skill_id = 'large_language_models' and not is_small_sample and period not in ('all', 'latest')
order by year;
