-- Which languages, certifications and clearances do postings ask for, and who sponsors visas?
-- Asked by a jobseeker abroad. `asked`: required or preferred; `named`: in any way, which is how statements that the
-- employer sponsors visas count. A posting asks for a language far more often where the market speaks another one.
select
    kind,
    name,
    round(asked_share, 3) as asked,
    round(asked_share_low, 3) as at_least,
    round(asked_share_high, 3) as at_most,
    round(named_share, 3) as named,
    named_postings,
    postings_with_text,
    round(largest_employer_share, 2) as of_one_employer,
    is_small_sample
from role_conditions
where period = 'latest' and role_id = 'all'
qualify row_number() over (partition by kind order by named_postings desc, name) <= 4
order by kind, named_postings desc, name;
