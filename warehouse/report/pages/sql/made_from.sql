-- What was this build made from?
select kind, name, version, parts, rows
from build
where kind in ('code', 'source')
order by kind, name
