-- Skills that articles claim a role needs, compared with those its postings ask for, by period.
with described as (
    select role_id, count(distinct article_id) as articles_on_role from role_skill_claims group by all
),
claimed as (
    select
        role_id,
        skill_id,
        count(distinct article_id) as articles,
        bool_or(strength = 'required') as is_required_by_article,
        bool_and(scope = 'all_roles') as is_claimed_of_all_roles
    from role_skill_claims
    join skills using (skill_id)
    where category <> 'soft'
    group by all
),
unclaimed as (
    select period, role_id, skill_id, 0 as articles, null as is_required_by_article, null as is_claimed_of_all_roles
    from role_skill_demand
    where asked_itself_share >= 0.2
        and not exists (
            from skill_lineage
            join claimed on claimed.skill_id = skill_lineage.broader_id
            where skill_lineage.skill_id = role_skill_demand.skill_id and claimed.role_id = role_skill_demand.role_id
        )
),
compared as (
    select period, claimed.* from claimed cross join periods
    union all by name
    from unclaimed
),
counted as (
    select
        compared.*,
        articles_on_role,
        role_demand.is_suppressed,
        role_demand.postings_with_text,
        coalesce(named_postings, 0) as named_postings,
        coalesce(asked_postings, 0) as asked_postings
    from compared
    join described using (role_id)
    join role_demand using (period, role_id)
    left join role_skill_demand using (period, role_id, skill_id)
)
select
    period,
    role_id,
    skill_id,
    case
        when is_suppressed then 'too_few_postings'
        when articles = 0 then 'asked_but_unclaimed'
        when asked_postings / postings_with_text >= 0.05 then 'claimed_and_asked'
        else 'claimed_but_rare'
    end as gap_class,
    articles,
    articles_on_role,
    is_required_by_article,
    is_claimed_of_all_roles,
    if(is_suppressed, null, named_postings) as named_postings,
    if(is_suppressed, null, asked_postings) as asked_postings,
    if(is_suppressed, null, postings_with_text) as postings_with_text,
    if(is_suppressed, null, named_postings / postings_with_text) as named_share,
    if(is_suppressed, null, asked_postings / postings_with_text) as asked_share,
    if(is_suppressed, null, wilson_low(asked_postings, postings_with_text)) as asked_share_low,
    if(is_suppressed, null, wilson_high(asked_postings, postings_with_text)) as asked_share_high
from counted
order by period, role_id, gap_class, asked_share desc, skill_id
