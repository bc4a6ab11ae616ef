-- Degrees and years of experience that each role's postings ask for, by period, compared with articles.

-- If a posting requires several levels, any of them is enough, so the lowest counts; a degree of any level is a first
-- degree.
with levels(level, step, asked) as (
    values
        ('secondary', 1, 'secondary'),
        ('vocational', 2, 'vocational'),
        ('degree', 3, 'bachelor'),
        ('bachelor', 3, 'bachelor'),
        ('master', 4, 'master'),
        ('doctorate', 5, 'doctorate')
),
degrees as (
    select posting_id, need, step, asked, or_experience
    from posting_requirements
    join levels using (level)
    where requirement = 'degree'
),
years as (
    select posting_id, need, years_min
    from posting_requirements
    where requirement = 'experience' and skill_id is null
),
ways(requirement, way) as (
    values
        ('degree', 'must_have'), ('degree', 'preferred'), ('degree', 'named'),
        ('experience', 'must_have'), ('experience', 'preferred'), ('experience', 'named')
),
found as (
    select
        posting_id,
        'degree' as requirement,
        'must_have' as way,
        arg_min(asked, step) as asked,
        coalesce(bool_or(or_experience), false) as or_experience
    from degrees
    where need = 'required'
    group by posting_id
    union all
    select distinct posting_id, 'degree', 'preferred', asked, false from degrees where need = 'preferred'
    union all
    select distinct posting_id, 'degree', 'named', asked, false from degrees
    union all
    select posting_id, 'experience', 'must_have', years_asked(max(years_min)), null
    from years
    where need = 'required'
    group by posting_id
    union all
    select posting_id, 'experience', 'preferred', years_asked(max(years_min)), null
    from years
    where need = 'preferred'
    group by posting_id
    union all
    select posting_id, 'experience', 'named', years_asked(max(years_min)), null from years group by posting_id
),
texts as (
    select period, posting_id, role_id
    from market_postings
    join periods on is_in_period(dated_on, period, first_day, last_day)
    where has_text and not is_repeat
),
sizes as (
    select period, role_id, count(*) as postings_with_text
    from texts
    group by all
    having is_enough(count(*))
),
counted as (
    select
        period,
        role_id,
        requirement,
        coalesce(found.asked, 'none') as asked,
        count(*) filter (way = 'must_have') as must_have_postings,
        count(*) filter (way = 'preferred') as preferred_postings,
        count(*) filter (way = 'named') as named_postings,
        any_value(postings_with_text) as postings_with_text,
        if(
            found.asked is null or requirement = 'experience',
            null,
            count(*) filter (way = 'must_have' and or_experience) / nullif(must_have_postings, 0)
        ) as or_experience_share
    from texts
    join sizes using (period, role_id)
    cross join ways
    left join found using (posting_id, requirement, way)
    group by period, role_id, requirement, found.asked
),
said as (
    select role_id, requirement, list(distinct statement order by statement) as articles_say
    from (
        select role_id, 'degree' as requirement, unnest(education) as statement from role_definitions
        union all
        select role_id, 'experience', unnest(experience) from role_definitions
    )
    group by all
)
select shares.*, coalesce(articles_say, []) as articles_say
from with_intervals(counted) as shares
left join said using (role_id, requirement)
order by period, role_id, requirement, named_postings desc, asked
