-- Which titles have no role, and for which would one more row of `title_words` assign the most postings?
-- Asked by a maintainer of the taxonomy.
select normalised_title, postings, postings_won, is_emerging, nearest_roles, proposed_row
from unmatched_titles
order by postings_won desc, postings desc, normalised_title
limit 12;
