-- Number of texts of each source, by year and language.
select
    source_id,
    year(coalesce(posted_on, seen_on)) as year,
    language,
    count(*) as texts,
    count(*) filter (duplicate_of is null) as unique_texts
from postings
where has_text
group by all
order by all
