-- What is in curated/, with DuckDB:  duckdb < examples/overview.sql   (from the folder that holds curated/)

-- Reports and texts by language.
select language, count(*) as reports, sum(n_reports) as texts, round(avg(length(text))) as letters
from 'curated/documents/**/*.parquet'
group by language order by reports desc;

-- What cleaning removed most, and why.
select reason, rule, count(*) as lines
from 'curated/removed/*.parquet'
group by all order by lines desc limit 20;

-- Which texts are told more than once, and how the copies relate to the one that stands for them.
select d.title, c.relation, c.source_uri, round(c.similarity, 2) as similarity
from 'curated/duplicates/**/*.parquet' c join 'curated/documents/**/*.parquet' d on d.doc_id = c.duplicate_of
order by d.title, c.relation;

-- What gave no document.
select stage, error, count(*) as inputs, min(source_uri) as for_example
from 'curated/quarantine/*.parquet'
group by all order by inputs desc;
