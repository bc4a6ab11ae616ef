-- Which postings and words stand behind one number: data engineers who are asked for Apache Spark?
-- Asked by an editor, who checks a quote before it is printed.
select file, line, title, need, snippet
from why('data_engineer', 'apache_spark')
order by file, line
limit 12;
