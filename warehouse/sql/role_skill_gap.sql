-- What articles claim a role needs, beside what its postings ask.
with recursive lineage as (
    select skill_id, skill_id as kind_id from skills
    union
    select lineage.skill_id, skills.parent_id
    from lineage
    join skills on skills.skill_id = lineage.kind_id
    where skills.parent_id is not null
),
described as (
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
    select role_id, skill_id, 0 as articles, null as is_required_by_article, null as is_claimed_of_all_roles
    from role_skill_demand
    where share >= 0.2
        and not exists (
            from lineage
            join claimed on claimed.skill_id = lineage.kind_id
            where lineage.skill_id = role_skill_demand.skill_id and claimed.role_id = role_skill_demand.role_id
        )
),
compared as (
    from claimed
    union all by name
    from unclaimed
),
of_kind as (
    select compared.role_id, compared.skill_id, count(distinct posting_id) as postings_of_kind
    from compared
    join lineage on lineage.kind_id = compared.skill_id
    join market_skills on (market_skills.role_id, market_skills.skill_id) = (compared.role_id, lineage.skill_id)
    where not is_repeat
    group by all
),
counted as (
    select
        compared.*,
        coalesce(role_skill_demand.postings, 0) as postings,
        coalesce(postings_of_kind, 0) as postings_of_kind
    from compared
    left join of_kind using (role_id, skill_id)
    left join role_skill_demand using (role_id, skill_id)
)
select
    role_id,
    skill_id,
    case
        when is_suppressed then 'too_few_postings'
        when articles = 0 then 'asked_but_unclaimed'
        when postings_of_kind / postings_with_text >= 0.05 then 'claimed_and_asked'
        else 'claimed_but_rare'
    end as gap_class,
    articles,
    articles_on_role,
    is_required_by_article,
    is_claimed_of_all_roles,
    if(is_suppressed, null, postings) as postings,
    if(is_suppressed, null, postings_of_kind) as postings_of_kind,
    if(is_suppressed, null, postings_with_text) as postings_with_text,
    if(is_suppressed, null, postings / postings_with_text) as share,
    if(is_suppressed, null, postings_of_kind / postings_with_text) as share_of_kind,
    if(is_suppressed, null, wilson_low(postings_of_kind, postings_with_text)) as share_of_kind_low,
    if(is_suppressed, null, wilson_high(postings_of_kind, postings_with_text)) as share_of_kind_high
from counted
join described using (role_id)
join (select role_id, is_suppressed, postings_with_text from role_demand) using (role_id)
order by role_id, gap_class, share_of_kind desc, skill_id
