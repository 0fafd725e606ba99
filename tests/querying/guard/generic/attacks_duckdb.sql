SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto('/etc/passwd')
SELECT * FROM read_csv(['/etc/passwd', '/etc/group'])
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/etc/passwd')
SELECT * FROM read_json('/etc/passwd')
SELECT * FROM read_json_auto('/etc/passwd')
SELECT * FROM read_json_objects('/etc/passwd')
SELECT * FROM read_ndjson('/etc/passwd')
SELECT * FROM read_ndjson_objects('/etc/passwd')
SELECT * FROM read_parquet('/tmp/x.parquet')
SELECT * FROM parquet_scan('/tmp/x.parquet')
SELECT * FROM parquet_metadata('/tmp/x.parquet')
SELECT * FROM parquet_schema('/tmp/x.parquet')
SELECT * FROM parquet_file_metadata('/tmp/x.parquet')
SELECT * FROM parquet_kv_metadata('/tmp/x.parquet')
SELECT * FROM read_duckdb('/tmp/x.duckdb')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM glob('/etc/*')
SELECT * FROM '/etc/passwd'
SELECT * FROM "/etc/passwd"
SELECT * FROM 'file.csv'
SELECT * FROM 'file.parquet' AS f
SELECT * FROM "orders.csv"
SELECT * FROM 'https://example.com/x.csv'
SELECT * FROM 's3://bucket/x.parquet'
FROM '/etc/passwd'
FROM read_text('/etc/passwd')
FROM read_text('/etc/passwd') SELECT content
SELECT (SELECT content FROM read_text('/etc/passwd'))
SELECT * FROM orders, read_text('/etc/passwd')
SELECT * FROM orders JOIN read_text('/etc/passwd') AS t ON true
SELECT * FROM orders CROSS JOIN LATERAL read_text('/etc/passwd')
SELECT * FROM orders WHERE EXISTS (SELECT 1 FROM read_text('/etc/passwd'))
SELECT * FROM orders WHERE region IN (SELECT content FROM read_text('/etc/passwd'))
WITH t AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM t
WITH t AS MATERIALIZED (FROM read_blob('/etc/passwd')) SELECT * FROM t
SELECT * FROM (VALUES (1)) v UNION ALL SELECT size FROM read_text('/etc/passwd')
SELECT read_text('/etc/passwd')
SELECT read_csv('/etc/passwd')
SELECT * FROM orders ORDER BY (SELECT content FROM read_text('/etc/passwd'))
SELECT * FROM orders LIMIT (SELECT size FROM read_text('/etc/passwd'))
SELECT * FROM sqlite_scan('/tmp/x.db', 't')
SELECT * FROM postgres_scan('', 'public', 't')
SELECT * FROM postgres_query('db', 'SELECT 1')
SELECT * FROM mysql_query('db', 'SELECT 1')
SELECT * FROM iceberg_scan('/tmp/x')
SELECT * FROM delta_scan('/tmp/x')
SELECT * FROM st_read('/tmp/x.shp')
SELECT * FROM read_xlsx('/tmp/x.xlsx')
SELECT * FROM arrow_scan(1, 2, 3)
SELECT * FROM pandas_scan(1)
SELECT * FROM python_map_function(1)
SELECT * FROM which_secret('s3://x', 's3')
SELECT * FROM query('SELECT 1')
FROM query('FROM secrets')
SELECT * FROM query_table('secrets')
FROM query_table(['orders', 'secrets'])
FROM query_table('sec' || 'rets')
SELECT * FROM json_execute_serialized_sql('{}')
SELECT json_serialize_sql('SELECT 1')
SELECT json_serialize_plan('SELECT 1')
SELECT json_deserialize_sql('{}')
SELECT * FROM sql_auto_complete('SELECT ')
PRAGMA json_execute_serialized_sql('{}')
EXECUTE p
PREPARE p AS SELECT * FROM secrets
DEALLOCATE p
SELECT $1
SELECT ?
SELECT $name
SELECT * FROM orders WHERE id = $1
SELECT getvariable('x')
SET VARIABLE x = 1
SET threads = 64
SET memory_limit = '100GB'
SET GLOBAL enable_external_access = true
SET SESSION schema = 'other'
RESET threads
PRAGMA threads = 64
PRAGMA database_list
PRAGMA table_info('secrets')
PRAGMA show_tables
PRAGMA enable_profiling
CALL pragma_version()
CALL duckdb_tables()
SELECT current_setting('memory_limit')
SELECT getenv('HOME')
SELECT version()
SELECT current_user
SELECT current_database()
SELECT current_schema()
SELECT current_schemas(true)
SELECT current_catalog
SELECT in_search_path('main', 'main')
SELECT txid_current()
SELECT pg_backend_pid()
SELECT nextval('s')
SELECT currval('s')
SELECT write_log('x')
SELECT error('x')
SELECT sleep_ms(1000)
SELECT uuid()
SELECT gen_random_uuid()
SELECT set_config('a', 'b', false)
SELECT add_parquet_key('a', 'b')
SELECT parse_path('/etc/passwd')
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_columns()
SELECT * FROM duckdb_databases()
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_views()
SELECT * FROM duckdb_schemas()
SELECT * FROM duckdb_constraints()
SELECT * FROM duckdb_indexes()
SELECT * FROM duckdb_sequences()
SELECT * FROM duckdb_temporary_files()
SELECT * FROM duckdb_memory()
SELECT * FROM duckdb_logs
SELECT * FROM duckdb_log_contexts()
SELECT * FROM duckdb_extensions()
SELECT * FROM duckdb_optimizers()
SELECT * FROM duckdb_variables()
SELECT * FROM duckdb_dependencies()
SELECT * FROM duckdb_keywords()
SELECT * FROM duckdb_types()
SELECT * FROM pragma_database_size()
SELECT * FROM pragma_storage_info('orders')
SELECT * FROM pragma_table_info('secrets')
SELECT * FROM pragma_show('orders')
SELECT * FROM pragma_metadata_info()
SELECT * FROM pragma_version()
SELECT * FROM pragma_platform()
SELECT * FROM pragma_user_agent()
SELECT * FROM pragma_collations()
SELECT * FROM sqlite_master
SELECT * FROM sqlite_schema
SELECT * FROM information_schema.tables
SELECT * FROM information_schema.columns
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM pg_tables
SELECT * FROM pg_class
SELECT * FROM system.main.duckdb_tables
SELECT * FROM duckdb_tables
SELECT * FROM duckdb_columns
SELECT * FROM temp.main.x
SELECT * FROM seq_scan('secrets')
SELECT * FROM test_all_types()
SELECT * FROM test_vector_types(NULL)
SELECT * FROM checkpoint()
SELECT * FROM force_checkpoint()
SELECT * FROM enable_logging()
SELECT * FROM enable_profiling()
SELECT * FROM disable_logging()
SELECT * FROM truncate_duckdb_logs()
SELECT * FROM storage_info('orders')
SELECT * FROM repeat_row(1, num_rows = 100)
SELECT * FROM repeat(1, 1000000000)
SELECT * FROM summary((SELECT 1))
SELECT * FROM histogram_values('secrets', code)
SELECT * FROM histogram('secrets', code)
ATTACH '/tmp/x.duckdb' AS x
ATTACH ':memory:'
ATTACH 'https://example.com/x.duckdb'
DETACH memory
USE memory
COPY orders TO '/tmp/x.csv'
COPY (SELECT * FROM orders) TO '/tmp/x.parquet' (FORMAT parquet)
COPY orders FROM '/etc/passwd'
COPY FROM DATABASE a TO b
EXPORT DATABASE '/tmp/x'
IMPORT DATABASE '/tmp/x'
INSTALL httpfs
INSTALL h3 FROM community
FORCE INSTALL httpfs
LOAD httpfs
LOAD '/tmp/evil.duckdb_extension'
UPDATE EXTENSIONS
CREATE TABLE t (a INT)
CREATE TABLE t AS SELECT * FROM secrets
CREATE TEMP TABLE t AS SELECT 1
CREATE VIEW v AS SELECT 1
CREATE MACRO f() AS 1
CREATE MACRO t() AS TABLE SELECT * FROM secrets
CREATE FUNCTION f() AS 1
CREATE SCHEMA s
CREATE SEQUENCE s
CREATE TYPE t AS ENUM ('a')
CREATE INDEX i ON orders (id)
CREATE SECRET s (TYPE s3)
CREATE PERSISTENT SECRET s (TYPE s3)
DROP SECRET s
INSERT INTO orders VALUES (1)
INSERT INTO orders BY NAME SELECT * FROM secrets
INSERT OR REPLACE INTO orders VALUES (1)
UPDATE orders SET amount = 0
DELETE FROM orders
TRUNCATE orders
MERGE INTO orders USING orders o ON true WHEN MATCHED THEN DELETE
DROP TABLE orders
ALTER TABLE orders ADD COLUMN x INT
COMMENT ON TABLE orders IS 'x'
BEGIN
COMMIT
ROLLBACK
ABORT
CHECKPOINT
FORCE CHECKPOINT
VACUUM
ANALYZE
EXPLAIN SELECT 1
EXPLAIN ANALYZE SELECT * FROM orders
DESCRIBE orders
DESCRIBE SELECT * FROM orders
DESC orders
SHOW TABLES
SHOW ALL TABLES
SHOW DATABASES
SHOW orders
SUMMARIZE secrets
SUMMARIZE SELECT * FROM secrets
SELECT * FROM (SUMMARIZE orders)
SELECT * FROM (DESCRIBE orders)
SELECT * FROM (SHOW TABLES)
FROM (SHOW ALL TABLES)
WITH t AS (SUMMARIZE orders) SELECT * FROM t
SELECT 1; SELECT 2
SELECT 1; DROP TABLE orders
SELECT 1;;SELECT 2
SELECT 1 /* ; */; ATTACH 'x'
WITH x AS (INSERT INTO orders VALUES (1) RETURNING *) SELECT * FROM x
WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x
SELECT * INTO t FROM orders
SELECT * FROM orders FOR UPDATE
PIVOT orders ON region USING sum(amount)
PIVOT secrets ON code
FROM orders PIVOT (sum(amount) FOR region IN ('North'))
UNPIVOT secrets ON code INTO NAME a VALUE b
SELECT * FROM secrets PIVOT (count(*) FOR code IN ('x'))
SELECT * FROM secrets
FROM secrets
TABLE secrets
SELECT secrets FROM orders, secrets
SELECT * FROM main.secrets
SELECT * FROM zoo.main.secrets
SELECT * FROM memory.main.orders
SELECT * FROM MAIN.SECRETS
SELECT * FROM "secrets"
SELECT * FROM orders NATURAL JOIN secrets
SELECT * FROM orders POSITIONAL JOIN secrets
SELECT * FROM orders ASOF JOIN secrets ON orders.id >= secrets.id
SELECT * FROM orders SEMI JOIN secrets USING (id)
SELECT * FROM orders ANTI JOIN secrets USING (id)
SELECT * FROM orders WHERE id IN (FROM secrets SELECT id)
SELECT * FROM orders WHERE id = (SELECT max(id) FROM secrets)
SELECT (SELECT code FROM secrets LIMIT 1)
SELECT ARRAY(SELECT code FROM secrets)
SELECT EXISTS (FROM secrets)
WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets
WITH RECURSIVE t AS (SELECT code FROM secrets UNION ALL SELECT code FROM t) SELECT * FROM t
SELECT * FROM orders UNION BY NAME SELECT * FROM secrets
SELECT pin FROM orders
SELECT orders.pin FROM orders
SELECT "PIN" FROM orders
SELECT o.pin FROM orders AS o
SELECT count(pin) FROM orders
SELECT * FROM orders WHERE pin = '1'
SELECT * FROM orders ORDER BY pin
SELECT region FROM orders GROUP BY region, pin
SELECT COLUMNS('pin') FROM orders
SELECT * FROM orders QUALIFY row_number() OVER (ORDER BY pin) = 1
SELECT sum(amount) OVER (PARTITION BY pin) FROM orders
SELECT * REPLACE (pin AS region) FROM orders
SELECT * EXCLUDE (region), pin FROM orders
SELECT rowid FROM orders
SELECT orders.rowid FROM orders
SELECT file_row_number FROM orders
SELECT filename FROM orders
SELECT * FROM orders o JOIN orders p USING (pin)
SELECT DISTINCT ON (pin) region FROM orders
SELECT list_transform([1], x -> (SELECT max(id) FROM secrets))
SELECT list_transform([1], lambda x: (SELECT max(id) FROM secrets))
SELECT [x FOR x IN (SELECT list(code) FROM secrets)]
SELECT * FROM orders USING SAMPLE 10
SELECT * FROM orders TABLESAMPLE 10%
SELECT * FROM secrets USING SAMPLE 1 ROWS
SELECT * FROM unnest((SELECT list(code) FROM secrets))
SELECT 'x'::secrets
SELECT CAST(NULL AS STRUCT(a secrets))
SELECT 'secrets'::regclass
SELECT nosuch(1)
SELECT main.abs(1)
SELECT system.main.getenv('HOME')
SELECT pg_catalog.pg_get_viewdef('v')
SELECT ('/etc/passwd').read_text()
SELECT 'SELECT 1'.query()
SELECT region.getenv() FROM orders
SELECT list_aggregate([1], 'error')
SELECT apply([1], x -> getenv('HOME'))
SELECT * FROM generate_series(1, (SELECT max(id) FROM secrets))
