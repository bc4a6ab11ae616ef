-- What should a data analyst learn to become a machine learning engineer?
select
    skills.name as skill,
    skills.category,
    round(target.share, 2) as asked_of_ml_engineers,
    round(target.share_low, 2) as at_least,
    round(coalesce(known.share, 0), 2) as asked_of_data_analysts
from role_skill_demand as target
join skills using (skill_id)
left join role_skill_demand as known
    on known.skill_id = target.skill_id and known.role_id = 'data_analyst'
where target.role_id = 'machine_learning_engineer'
    and target.share_low > coalesce(known.share_high, 0)
order by target.share - coalesce(known.share, 0) desc, skill
limit 15;
