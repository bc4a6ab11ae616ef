-- Macros and a view of the published database, in SQL that DuckDB 1.5 understands too.
create macro top_skills(role, n) as table
select rank, name as skill, category, postings, postings_with_text, share, share_low, share_high, demand_class, is_small_sample
from role_skill_demand
join skills using (skill_id)
where role_id = role and rank <= n
order by rank;

create macro compare_roles(a, b) as table
select
    name as skill,
    coalesce(one.share, 0) as share_a,
    one.share_low as share_a_low,
    one.share_high as share_a_high,
    coalesce(other.share, 0) as share_b,
    other.share_low as share_b_low,
    other.share_high as share_b_high,
    coalesce(other.share, 0) - coalesce(one.share, 0) as difference
from (from role_skill_demand where role_id = a) as one
full join (from role_skill_demand where role_id = b) as other on other.skill_id = one.skill_id
join skills on skills.skill_id = coalesce(one.skill_id, other.skill_id)
where a in (select role_id from role_skill_demand) and b in (select role_id from role_skill_demand)
order by abs(difference) desc, skill;

create macro skill_trend(role, skill) as table
select month, postings, postings_with_text, share, share_low, share_high, is_small_sample
from role_skill_demand_by_month
where role_id = role and skill_id = skill
order by month;

create view evidence as
select
    market_postings.role_id,
    skill_id,
    evidence,
    case when market_postings.posted_on_precision in ('day', 'relative', 'month')
        then date_trunc('month', market_postings.posted_on)::date end as month,
    market_postings.country,
    market_postings.seniority,
    market_postings.source_id,
    file,
    line,
    title,
    need,
    alias,
    snippet,
    posting_id
from market_postings
join posting_skills using (posting_id)
join postings using (posting_id)
where not is_repeat and (evidence = 'tag' or (evidence = 'text' and market_postings.has_text));

create macro why(role, skill) as table
select source_id, file, line, title, need, snippet, posting_id
from evidence
where role_id = role and skill_id = skill and evidence = 'text'
order by source_id, file, line;

comment on macro table top_skills is 'The n skills asked most of a role: from top_skills(''data_engineer'', 10).';
comment on macro table compare_roles is 'Shares of all skills in two roles, the largest difference first; no rows where shares of one of them are not published.';
comment on macro table skill_trend is 'Share of a skill in a role by month of posting.';
comment on view evidence is 'One row per unique posting of the ML market, skill and kind of evidence: what stands behind a row of role_skill_demand, of its slices by month, country, seniority and source, and of role_skill_tags.';
comment on column evidence.role_id is 'Role of the posting.';
comment on column evidence.skill_id is 'Skill named.';
comment on column evidence.evidence is 'Where: text or tag. Shares of role_skill_demand count text alone.';
comment on column evidence.month is 'First day of the month of posting, where that is known to the month.';
comment on column evidence.country is 'Country of the posting, as in its slice of demand.';
comment on column evidence.seniority is 'Seniority in its title, as in its slice of demand.';
comment on column evidence.source_id is 'Source that supplied the posting.';
comment on column evidence.file is 'File of that source.';
comment on column evidence.line is 'Line of the file where the posting begins.';
comment on column evidence.title is 'Title as the source gives it.';
comment on column evidence.need is 'Strongest need stated: required, preferred or context; of a tag always context.';
comment on column evidence.alias is 'The skill as it is first written there.';
comment on column evidence.snippet is 'The words around it, at most 120 characters, e-mail addresses, phone numbers and profiles masked; of a tag, the tag.';
comment on column evidence.posting_id is 'The posting, a key of postings.';
comment on macro table why is 'The postings and words behind a row of role_skill_demand, one row per unique posting.';
