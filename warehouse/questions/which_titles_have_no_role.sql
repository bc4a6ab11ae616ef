-- Which titles have no role, and of which would one more row of title_words win most postings?
-- Asked by a maintainer of the taxonomy.
select normalised_title, postings, postings_won, is_emerging, nearest_roles, proposed_row
from unmatched_titles
order by postings_won desc, postings desc, normalised_title
limit 12;
