-- Postings of the ML job market: a core role, or a supporting role if the posting asks for ML.

-- A posting of a core role belongs to the ML market by its role. A posting of a supporting role belongs only if its
-- text requires or prefers an ML skill, or its title or a tag names one: a skill that a text only names may be the employer's business.
with ml_asked as (
    select posting_id, skill_id, sum(mentions) as mentions
    from posting_skills
    join skills using (skill_id)
    where is_ml and (evidence <> 'text' or need <> 'context')
    group by all
),
ml_evidence as (
    select posting_id, first(skill_id order by mentions desc, skill_id) as skill_id
    from ml_asked
    group by all
)
select
    posting_id,
    posting_roles.role_id,
    posting_roles.level,
    postings.work_mode,
    postings.source_id,
    employer,
    regexp_replace(snapshot_of, '[0-9]+', '', 'g') as search,
    postings.country,
    postings.posted_on,
    postings.posted_on_precision,
    day_dated(postings.dated_on, taken_on) as dated_on,
    postings.has_text and not postings.is_partial_text as has_text,
    postings.duplicate_of is not null as is_repeat,
    ml_evidence.skill_id as ml_evidence
from postings
join posting_roles using (posting_id)
join roles on roles.role_id = posting_roles.role_id
left join ml_evidence using (posting_id)
left join (select company, employer from employers) using (company)
left join (select file, snapshot_of, taken_on from snapshots) using (file)
where postings.kind = 'posting'
    and (roles.scope = 'core' or ml_evidence.skill_id is not null)
order by posting_id
