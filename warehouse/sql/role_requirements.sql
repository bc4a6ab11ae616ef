-- Which degree and how many years of experience each role asks for, beside what articles say.

-- Of several levels that a posting requires any does, so the lowest counts; a degree of any level is a first degree.
with levels(level, step) as (
    values ('secondary', 1), ('vocational', 2), ('degree', 3), ('bachelor', 3), ('master', 4), ('doctorate', 5)
),
asked_degrees as (
    select
        posting_id,
        need = 'required' as is_required,
        min(step) as step,
        coalesce(bool_or(or_experience), false) as or_experience
    from posting_requirements
    join levels using (level)
    where requirement = 'degree'
    group by posting_id, is_required
    qualify row_number() over (partition by posting_id order by is_required desc) = 1
),
asked_years as (
    select posting_id, need = 'required' as is_required, max(years_min) as years
    from posting_requirements
    where requirement = 'experience' and skill_id is null
    group by posting_id, is_required
    qualify row_number() over (partition by posting_id order by is_required desc) = 1
),
postings as (
    select posting_id, role_id from market_postings where has_text and not is_repeat
),
asked as (
    select
        role_id,
        'degree' as requirement,
        case step
            when 1 then 'secondary' when 2 then 'vocational' when 3 then 'bachelor' when 4 then 'master' when 5 then 'doctorate'
            else 'none'
        end as asked,
        is_required,
        or_experience
    from postings
    left join asked_degrees using (posting_id)
    union all
    select
        role_id,
        'experience',
        case
            when asked_years.posting_id is null then 'none'
            when years is null then 'some years'
            when years <= 2 then '0 to 2 years'
            when years <= 5 then '3 to 5 years'
            when years <= 9 then '6 to 9 years'
            else '10 years and more'
        end,
        is_required,
        null
    from postings
    left join asked_years using (posting_id)
),
counted as (
    select
        role_id,
        requirement,
        asked,
        count(*) as postings,
        count(*) filter (is_required) as required,
        count(*) filter (or_experience) as or_experience,
        sum(count(*)) over (partition by role_id, requirement)::bigint as postings_with_text
    from asked
    group by role_id, requirement, asked
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
select
    role_id,
    requirement,
    asked,
    postings,
    postings_with_text,
    postings / postings_with_text as share,
    wilson_low(postings, postings_with_text) as share_low,
    wilson_high(postings, postings_with_text) as share_high,
    if(asked = 'none', null, required / postings) as required_share,
    if(asked = 'none' or requirement = 'experience', null, or_experience / postings) as or_experience_share,
    coalesce(articles_say, []) as articles_say,
    is_small_sample(postings_with_text) as is_small_sample
from counted
left join said using (role_id, requirement)
where is_enough(postings_with_text)
order by role_id, requirement, postings desc, asked
