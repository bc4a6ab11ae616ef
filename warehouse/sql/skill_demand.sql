-- Share of the ML market's postings that name each skill, with its interval.
with counted as (
    select
        skill_id,
        count(*) filter (not is_repeat) as postings,
        count(*) filter (not is_repeat and is_required) as required,
        count(*) as raw_postings
    from market_skills
    group by all
),
looked_at as (
    select count(*) as postings_with_text from market_postings where has_text and not is_repeat
)
select
    skill_id,
    postings,
    postings_with_text,
    raw_postings,
    postings / postings_with_text as share,
    wilson_low(postings, postings_with_text) as share_low,
    wilson_high(postings, postings_with_text) as share_high,
    required / postings as required_share,
    row_number() over (order by postings desc, skill_id) as rank
from counted, looked_at
where postings > 0
order by rank
