-- Postings of the ML job market: a core role, or a supporting role where the posting shows ML.

-- A posting of a core role belongs to the ML market by its role; one of a supporting role only where it names ML.
with ml_mentions as (
    select posting_id, skill_id, sum(mentions) as mentions
    from posting_skills
    join skills using (skill_id)
    where is_ml
    group by all
),
ml_evidence as (
    select posting_id, first(skill_id order by mentions desc, skill_id) as skill_id
    from ml_mentions
    group by all
)
select
    posting_id,
    posting_roles.role_id,
    posting_roles.seniority,
    posting_roles.level,
    postings.work_mode,
    postings.source_id,
    postings.country,
    postings.posted_on,
    postings.posted_on_precision,
    postings.dated_on,
    postings.has_text,
    postings.duplicate_of is not null as is_repeat,
    ml_evidence.skill_id as ml_evidence
from postings
join posting_roles using (posting_id)
join roles on roles.role_id = posting_roles.role_id
left join ml_evidence using (posting_id)
where postings.kind = 'posting'
    and (roles.scope = 'core' or ml_evidence.skill_id is not null)
order by posting_id
