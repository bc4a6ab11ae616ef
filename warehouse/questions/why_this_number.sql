-- Which postings and words are behind one number, such as data engineers asked for Apache Spark?
-- Asked by an editor who checks a quote before it is printed.
select file, line, title, need, snippet
from why('data_engineer', 'apache_spark')
order by file, line
limit 12;
