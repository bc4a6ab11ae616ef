-- Which postings and words stand behind one number: data engineers who are asked for Apache Spark?
select * exclude (posting_id)
from why('data_engineer', 'apache_spark')
order by file, line
limit 20;
