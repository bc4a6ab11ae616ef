-- Do postings for data scientists ask for machine learning more or less often from month to month?
-- Asked by an economist. The intervals show whether a trend is visible at all.
select
    month,
    asked_postings,
    postings_with_text,
    round(asked_share, 2) as asked,
    round(asked_share_low, 2) as at_least,
    round(asked_share_high, 2) as at_most
from skill_trend('data_scientist', 'machine_learning');
