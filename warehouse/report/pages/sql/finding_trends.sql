-- What moved from one half-year to the next in the latest 24 months, in comparable postings, largest difference first?
select
    role_id,
    roles.name as role,
    skill_id,
    skills.name,
    trend,
    earlier_share,
    later_share,
    earlier_from,
    earlier_first_on,
    earlier_last_on,
    later_first_on,
    later_last_on,
    least(earlier_postings_with_text, later_postings_with_text) as fewest_postings_with_text,
    sources_in_common,
    count(*) over () as compared,
    count(distinct role_id) over () as roles
from skill_trends
join roles using (role_id)
join skills using (skill_id)
where later_from >= (select first_day from periods where period = 'latest')
order by trend = 'steady', abs(difference) desc, role_id, skill_id
limit 1
