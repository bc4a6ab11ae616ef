-- What came out of this build otherwise than of the one before?
select kind, name, change, rows_before, rows_now, figure_before, figure_now
from build_changes
where kind in ('count', 'source', 'evaluation', 'table')
order by array_position(['count', 'source', 'evaluation', 'table'], kind), name
