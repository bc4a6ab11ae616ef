-- How well are ambiguous words told apart in labelled sentences?
select sum(sentences)::bigint as sentences, count(*) as words, sum(found) / sum(found + wrong) as precision, sum(found) / sum(labelled) as recall
from skill_evaluation
