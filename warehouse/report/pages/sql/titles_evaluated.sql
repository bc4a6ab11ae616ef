-- How well is each role found in titles labelled by hand?
select role_id, name, labelled, given, precision, recall, f1, seniority_accuracy
from title_evaluation
join roles using (role_id)
order by name
