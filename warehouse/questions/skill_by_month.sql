-- Is machine learning asked more or less of data scientists from month to month?
-- Asked by an economist, who sees at once whether the intervals allow a trend at all.
select
    month,
    asked_postings,
    postings_with_text,
    round(asked_share, 2) as asked,
    round(asked_share_low, 2) as at_least,
    round(asked_share_high, 2) as at_most
from skill_trend('data_scientist', 'machine_learning');
