-- Which roles are closest to mine, and which skills connect and separate them?
-- Asked by a professional who considers a move: here, a data engineer.
select
    roles.name as role,
    round(similarity, 2) as similarity,
    array_to_string(connecting_skills[:3], ', ') as both_ask,
    array_to_string(own_skills[:3], ', ') as mine_asks_more,
    array_to_string(other_skills[:3], ', ') as theirs_asks_more,
    is_small_sample
from role_similarity
join roles on roles.role_id = other_role_id
where period = 'latest' and role_similarity.role_id = 'data_engineer' and rank <= 5
order by rank;
