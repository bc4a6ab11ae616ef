-- What was read, who published it, under what licence, and what does each source contribute and lack?
select
    sources.source_id,
    name,
    kind,
    publisher,
    page,
    licence,
    is_synthetic,
    files,
    records,
    postings,
    rejected,
    skipped,
    unique_postings,
    market_postings,
    with_text,
    with_whole_text,
    with_date,
    with_pay,
    first_posted_on,
    last_posted_on
from sources
join source_coverage using (source_id)
where files > 0
order by market_postings desc, sources.source_id
