-- What differs in what this build was made from?
select kind, name, change, version_before, version_now
from build_changes
where is_cause
order by kind, name
