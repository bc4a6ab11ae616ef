-- Macros and a view of the published database, in SQL that DuckDB 1.5 also supports. `during` is a row of periods.

-- Kinds of tools, such as relational databases, are not ranked among tools by name.
create macro is_tool(category) as category in ('language', 'library', 'tool', 'platform', 'database');

-- Words are compared by their first five letters: management and manager.
create macro is_of_name(skill_name, role_name) as list_has_all(
    [word[:5] for word in regexp_extract_all(lower(role_name), '\w+')],
    [word[:5] for word in regexp_extract_all(lower(skill_name), '\w+')]
);

create macro top_skills(role, n, during := 'latest') as table
select
    rank,
    name as skill,
    category,
    asked_postings,
    postings_with_text,
    asked_share,
    asked_share_low,
    asked_share_high,
    required_share,
    named_share,
    asked_itself_share,
    largest_employer_share,
    demand_class,
    is_small_sample
from role_skill_demand
join skills using (skill_id)
where role_id = role and rank <= n and period = during
order by rank;

create macro compare_roles(a, b, during := 'latest') as table
select
    name as skill,
    coalesce(one.asked_share, 0) as asked_share_a,
    wilson_low(coalesce(one.asked_postings, 0), size_a.postings_with_text) as asked_share_a_low,
    wilson_high(coalesce(one.asked_postings, 0), size_a.postings_with_text) as asked_share_a_high,
    coalesce(other.asked_share, 0) as asked_share_b,
    wilson_low(coalesce(other.asked_postings, 0), size_b.postings_with_text) as asked_share_b_low,
    wilson_high(coalesce(other.asked_postings, 0), size_b.postings_with_text) as asked_share_b_high,
    coalesce(other.asked_share, 0) - coalesce(one.asked_share, 0) as difference,
    one.largest_employer_share as largest_employer_share_a,
    other.largest_employer_share as largest_employer_share_b,
    size_a.postings_with_text as postings_with_text_a,
    size_b.postings_with_text as postings_with_text_b,
    is_small_sample(least(postings_with_text_a, postings_with_text_b)) as is_small_sample
from (from role_skill_demand where role_id = a and period = during) as one
full join (from role_skill_demand where role_id = b and period = during) as other on other.skill_id = one.skill_id
join skills on skills.skill_id = coalesce(one.skill_id, other.skill_id)
join role_demand as size_a on size_a.role_id = a and size_a.period = during and not size_a.is_suppressed
join role_demand as size_b on size_b.role_id = b and size_b.period = during and not size_b.is_suppressed
order by abs(difference) desc, skill;

create macro skill_trend(role, skill) as table
select
    month,
    asked_postings,
    postings_with_text,
    asked_share,
    asked_share_low,
    asked_share_high,
    largest_source_share,
    is_small_sample
from role_skill_demand_by_month
where role_id = role and skill_id = skill
order by month;

create macro skill_years(role, skill) as table
select
    period,
    asked_postings,
    postings_with_text,
    asked_share,
    asked_share_low,
    asked_share_high,
    named_share,
    source_share_min,
    source_share_max,
    largest_employer_share,
    is_small_sample
from role_skill_demand
where role_id = role and skill_id = skill and period not in ('latest', 'all')
order by period;

create macro postings_in(role, in_country, in_level, in_work_mode, in_source, in_employer, during) as table
select posting_id, source_id, employer
from market_postings
cross join periods
where period = during
    and is_in_period(dated_on, period, first_day, last_day)
    and has_text
    and not is_repeat
    and (role is null or role_id = role)
    and (in_country is null or country = in_country)
    and (in_level is null or level = in_level)
    and (in_work_mode is null or coalesce(work_mode, 'unstated') = in_work_mode)
    and (in_source is null or source_id = in_source)
    and (in_employer is null or employer = in_employer);

create macro skill_shares(
    role := null,
    skill := null,
    in_country := null,
    in_level := null,
    in_work_mode := null,
    in_source := null,
    in_employer := null,
    during := 'latest'
) as table
with texts as (from postings_in(role, in_country, in_level, in_work_mode, in_source, in_employer, during)),
sizes as (
    select
        coalesce(sum(postings), 0)::bigint as postings_with_text,
        count(*) as sources,
        max(postings) / postings_with_text as largest_source_share
    from (select source_id, count(*) as postings from texts group by source_id)
),
by_employer as (
    select
        market_skills.skill_id,
        employer,
        count(*) as named,
        count(*) filter (is_asked) as asked,
        count(*) filter (is_required) as required,
        count(*) filter (is_asked_itself) as asked_itself
    from market_skills
    join texts using (posting_id)
    group by market_skills.skill_id, employer
),
counted as (
    select
        skill_id,
        sum(named)::bigint as named_postings,
        sum(asked)::bigint as asked_postings,
        sum(required)::bigint as required_postings,
        sum(asked_itself)::bigint as asked_itself_postings,
        max(asked) filter (employer is not null) / nullif(asked_postings, 0) as largest_employer_share
    from by_employer
    group by skill_id
),
asked as (
    select
        skills.skill_id,
        coalesce(named_postings, 0) as named_postings,
        coalesce(asked_postings, 0) as asked_postings,
        coalesce(required_postings, 0) as required_postings,
        coalesce(asked_itself_postings, 0) as asked_itself_postings,
        postings_with_text,
        sources,
        largest_source_share,
        largest_employer_share
    from skills
    left join counted using (skill_id)
    cross join sizes
    where (skills.skill_id = skill or (skill is null and named_postings > 0))
        and category <> 'soft'
        and is_enough(postings_with_text)
)
select
    during as period,
    shares.* exclude (sources, largest_source_share, largest_employer_share),
    sources,
    largest_source_share,
    largest_employer_share
from with_shares(asked) as shares
order by asked_postings desc, named_postings desc, skill_id;

create view evidence as
select
    market_postings.role_id,
    skill_lineage.broader_id as skill_id,
    skill_lineage.skill_id as named_skill_id,
    evidence,
    month_of_posting(market_postings.posted_on, market_postings.posted_on_precision) as month,
    market_postings.dated_on,
    market_postings.country,
    market_postings.level,
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
join skill_lineage using (skill_id)
join postings using (posting_id)
where not is_repeat and (evidence = 'tag' or (evidence = 'text' and market_postings.has_text));

create macro why(role, skill, during := 'latest') as table
select source_id, file, line, title, named_skill_id, need, snippet, posting_id
from evidence
join periods on period = during and is_in_period(dated_on, period, first_day, last_day)
where role_id = role and skill_id = skill and evidence = 'text'
order by source_id, file, line, named_skill_id;

comment on macro table top_skills is 'The n skills that a role asks for most often: from top_skills(''data_engineer'', 10). For the latest 24 months, or during := ''2024'' or ''all''.';
comment on macro table compare_roles is 'Shares of postings that ask for each skill in two roles, largest difference first; largest_employer_share_a and _b: the part of those postings from the employer with the most; no rows if shares of either role are not published. Postings of supporting roles count only if they ask for an ML skill, so such skills are frequent there. For the latest 24 months, or during := a period.';
comment on macro table skill_trend is 'Share of a role''s postings that ask for a skill, by month of posting.';
comment on macro table skill_years is 'Share of a role''s postings that ask for a skill, by year. The sources differ from year to year: source_share_min and _max are the lowest and highest share among sources with 10 such postings; largest_employer_share: the part of the postings that ask for it from the employer with the most.';
comment on macro table postings_in is 'Unique postings of the ML market with text, with source and employer, by role, country, level, work mode, source, employer (null: any) and period.';
comment on macro table skill_shares is 'Shares of postings that name, ask for and require a skill, with intervals, in any slice: from skill_shares(role := ''data_engineer'', skill := ''sql'', in_country := ''DE'', in_level := ''senior'', in_work_mode := ''remote'', in_source := ''…'', in_employer := ''…'', during := ''2025''). A parameter left out means any value, during the latest 24 months; values are ids and codes as in market_postings, such as the level ''unspecified''; the work mode ''unstated'' selects postings that state none; without skill, all named skills are returned. largest_source_share: the part of postings_with_text from the source with the most; slices of different sources differ for that reason too. largest_employer_share: the part of asked_postings from the employer with the most; where it is high, the share describes that employer. No rows below 10 postings with text, for soft skills or for unknown values.';
comment on macro table with_intervals is 'Adds the share of postings_with_text and its 95 % Wilson interval for each column of counts, such as asked_postings.';
comment on macro table with_shares is 'Adds shares and 95 % Wilson intervals to a table of counts, as skill_shares does.';
comment on macro is_in_period is 'Whether a day lies in a row of periods.';
comment on macro month_of_posting is 'First day of the month of posting, or null if that is not known.';
comment on macro wilson_end is 'One end of the 95 % Wilson interval of k of n: the lower with sign -1, the upper with sign 1.';
comment on macro wilson_low is 'Lower end of the 95 % Wilson interval of k of n.';
comment on macro wilson_high is 'Upper end of the 95 % Wilson interval of k of n.';
comment on macro is_of_name is 'Whether a role''s name has all words of a skill''s name.';
comment on macro is_tool is 'Whether a skill''s category is one of tools by name: language, library, tool, platform or database, not tool_kind.';
comment on macro z_95 is 'The normal quantile at 0.975.';
comment on macro is_enough is 'Whether n postings are enough to publish a share.';
comment on macro is_small_sample is 'Whether n postings are too few to quote a share.';
comment on view evidence is 'One row per unique posting of the ML market, skill that it names (directly or by a narrower skill), skill that its words name, and kind of evidence: the evidence for rows of role_skill_demand, of its slices by month, country, level and source, and of role_skill_tags.';
comment on column evidence.role_id is 'Role of the posting.';
comment on column evidence.skill_id is 'Skill named, directly or by a narrower skill.';
comment on column evidence.named_skill_id is 'The skill that the words name: skill_id itself, or a narrower skill.';
comment on column evidence.evidence is 'Where it was found: text or tag. Shares of role_skill_demand count only text.';
comment on column evidence.month is 'First day of the month of posting, if the month is known.';
comment on column evidence.dated_on is 'Day that determines the posting''s period.';
comment on column evidence.country is 'Country of the posting, as in the slice by country.';
comment on column evidence.level is 'Level that its title names, or else its source, as in the slice by level.';
comment on column evidence.source_id is 'Source that supplied the posting.';
comment on column evidence.file is 'File of that source.';
comment on column evidence.line is 'Line of the file where the posting begins.';
comment on column evidence.title is 'Title, as the source gives it.';
comment on column evidence.need is 'Strongest need stated: required, preferred or context; always context for a tag.';
comment on column evidence.alias is 'The spelling of the skill in the snippet, as the posting writes it.';
comment on column evidence.snippet is 'The words around the mention that states the need, at most 120 characters, with e-mail addresses, phone numbers and profiles masked; for a tag, the tag.';
comment on column evidence.posting_id is 'The posting, a key of postings.';
comment on macro table why is 'The postings and words behind a row of role_skill_demand: one row per unique posting and skill named, for the latest 24 months, or during := a period.';
