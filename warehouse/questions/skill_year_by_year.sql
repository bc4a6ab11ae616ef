-- How has the demand for large language models among machine learning engineers changed from year to year?
-- Asked by a journalist. Each year has different sources; `skill_trends` compares only what is comparable.
select period, asked_postings, postings_with_text, round(asked_share, 2) as asked, round(asked_share_low, 2) as at_least,
    round(asked_share_high, 2) as at_most, round(named_share, 2) as named
from skill_years('machine_learning_engineer', 'large_language_models');
