-- Which postings and words stand behind one number: data engineers who are asked for Apache Spark?
select
    market_postings.source_id,
    postings.file,
    postings.line,
    postings.title,
    posting_skills.need,
    posting_skills.snippet
from market_postings
join posting_skills using (posting_id)
join postings using (posting_id)
where role_id = 'data_engineer' and skill_id = 'apache_spark'
    and market_postings.has_text and not is_repeat and evidence = 'text'
order by postings.file, postings.line
limit 20;
