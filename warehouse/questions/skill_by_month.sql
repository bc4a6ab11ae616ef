-- Is machine learning asked more or less of data scientists from month to month?
-- Asked by an economist, who sees at once whether the intervals allow a trend at all.
select
    month,
    postings,
    postings_with_text,
    round(share, 2) as share,
    round(share_low, 2) as at_least,
    round(share_high, 2) as at_most
from skill_trend('data_scientist', 'machine_learning');
