-- Which records were rejected, why, and how many?
-- Asked by a data engineer who has added a source.
select source_id, reason, count(*) as rows_rejected, min(file) as for_example, min(line) as line
from rejected_rows
group by all
order by rows_rejected desc, source_id, reason;
