-- Share of the ML market's postings that name each skill, with its interval.
with counted as (
    select
        skill_id,
        count(*) filter (not is_repeat) as postings,
        count(*) filter (not is_repeat and is_required) as required,
        count(*) as raw_postings
    from market_skills
    group by all
    having postings > 0
),
asked as (
    select skill_id, postings, postings_with_text, raw_postings, required
    from counted
    cross join (select count(*) as postings_with_text from market_postings where has_text and not is_repeat)
)
select
    skill_id,
    postings,
    postings_with_text,
    raw_postings,
    share,
    share_low,
    share_high,
    required_share,
    row_number() over (order by postings desc, skill_id) as rank
from with_shares(asked)
order by rank
