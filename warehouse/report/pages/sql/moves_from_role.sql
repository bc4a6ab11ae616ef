-- Which skills does each other role ask more in the latest 24 months, and how sure is that?
select
    to_role_id,
    target.name as to_name,
    career_moves.rank,
    skill_id,
    skills.name,
    from_share,
    to_share,
    difference,
    difference_low,
    difference_high,
    to_required_share,
    career_moves.is_small_sample
from career_moves
join skills using (skill_id)
join roles as target on target.role_id = to_role_id
where from_role_id = $role and period = 'latest' and career_moves.rank <= 12
order by target.name, career_moves.rank
