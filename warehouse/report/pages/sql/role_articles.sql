-- What do articles say about degrees and first jobs?
select distinct requirement, unnest(articles_say) as said
from role_requirements
where role_id = $role and period = 'latest'
order by requirement, said
