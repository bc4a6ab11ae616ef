-- How often a found skill is what the text means, for the skills with most postings: rows drawn by chance and read.

-- Rows of skill_readings are drawn by the question rows_to_read. Who changes how a skill is found draws and reads anew.
select
    skill_id,
    rows_read,
    rows_right,
    rows_right / rows_read as precision,
    wilson_low(rows_right, rows_read) as precision_low,
    wilson_high(rows_right, rows_read) as precision_high,
    seed,
    read_on::date as read_on
from skill_readings
order by skill_id
