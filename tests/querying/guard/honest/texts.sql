SELECT upper(name), lower(name), initcap(name), length(name), char_length(name), octet_length(name) FROM users ORDER BY id LIMIT 3

SELECT substring(name FROM 1 FOR 4), substring(name, 6), substr(name, 2, 3), left(name, -2), right(name, 2) FROM users ORDER BY id LIMIT 3

SELECT substring(name FROM '[0-9]+')::int AS number FROM users ORDER BY 1 LIMIT 5

SELECT name FROM users WHERE name LIKE 'user _' ORDER BY name

SELECT name FROM users WHERE name LIKE '%1%' AND name NOT LIKE '%11%' ORDER BY name LIMIT 20

SELECT name FROM users WHERE name ILIKE 'USER 2%' ORDER BY name

SELECT name FROM users WHERE name ~ '^user 1[0-9]{2}$' ORDER BY name

SELECT name FROM users WHERE name ~* 'USER 1[0-4]$' ORDER BY name

SELECT name FROM users WHERE name !~ '[13579]$' ORDER BY name LIMIT 20

SELECT name FROM users WHERE name SIMILAR TO 'user (1|2|4)%' ORDER BY name LIMIT 20

SELECT name FROM users WHERE name ^@ 'user 2' ORDER BY name

SELECT name FROM users WHERE starts_with(name, 'user 22') ORDER BY name

SELECT name FROM users WHERE name LIKE 'user!_%' ESCAPE '!' ORDER BY name

SELECT name FROM users WHERE name LIKE ANY (ARRAY['user 1', 'user 2%']) ORDER BY name

SELECT regexp_replace(name, '\D', '', 'g')::int AS n FROM users ORDER BY 1 LIMIT 5

SELECT regexp_match(name, '(\w+) (\d+)'), (regexp_match(name, '(\w+) (\d+)'))[2] FROM users ORDER BY id LIMIT 3

SELECT regexp_matches('a1b22', '\d+', 'g')

SELECT regexp_count(name, '1'), regexp_instr(name, '\d'), regexp_substr(name, '\d+'), regexp_like(name, '5$') FROM users ORDER BY id LIMIT 5

SELECT regexp_split_to_table('2026-11-20', '-')

SELECT split_part(name, ' ', 2)::int AS n, count(*) FROM users GROUP BY 1 ORDER BY 1 LIMIT 5

SELECT split_part('a/b/c', '/', -1), split_part('a/b/c', '/', 2)

SELECT trim('  x '), ltrim('xxa', 'x'), rtrim('axx', 'x'), btrim('xax', 'x'), trim(leading '0' FROM '007'), trim(both 'x' FROM 'xax')

SELECT lpad(id::text, 6, '0'), rpad(country, 4, '.') FROM users ORDER BY id LIMIT 3

SELECT replace(name, 'user', 'client'), translate(country, 'FRU', 'fru'), overlay(name PLACING 'X' FROM 2 FOR 1), reverse(name) FROM users ORDER BY id LIMIT 3

SELECT position('r' IN name), strpos(name, ' ') FROM users ORDER BY id LIMIT 1

SELECT concat(name, ' (', country, ')'), name || ' from ' || country, concat_ws(', ', name, NULL, country) FROM users ORDER BY id LIMIT 3

SELECT format('%s has %s points', name, score), format('%L', name), format('%I', country), format('100%%') FROM users ORDER BY id LIMIT 3

SELECT ascii('A'), chr(66), md5('a'), encode(sha256('a'), 'hex'), encode('a'::bytea, 'base64'), decode('YQ==', 'base64')

SELECT quote_ident('a b'), quote_literal('it''s'), quote_nullable(NULL)

SELECT repeat('*', score / 10) AS stars, score FROM users ORDER BY id LIMIT 5

SELECT to_hex(255), to_number('1,234.5', '9G999D9'), to_char(12, '000'), '12'::int + 1

SELECT 'a' < 'b', 'a' || 1, 'B' > 'a' COLLATE "C", 'a' BETWEEN 'a' AND 'c'

SELECT name COLLATE "C" FROM users ORDER BY name COLLATE "C" LIMIT 5

SELECT upper(left(name, 1)) || lower(substr(name, 2)) FROM users ORDER BY id LIMIT 3

SELECT length(name) AS letters, count(*) FROM users GROUP BY 1 ORDER BY 1

SELECT left(country, 1) AS initial, count(*) FROM users GROUP BY 1 ORDER BY 1

SELECT CASE WHEN name ~ '[02468]$' THEN 'even' ELSE 'odd' END AS parity, count(*) FROM users GROUP BY 1 ORDER BY 1

SELECT string_agg(name, E'\n' ORDER BY id) FROM users WHERE id < 8

SELECT string_agg(name || ': ' || score, '; ' ORDER BY score DESC, id) FROM users WHERE country = 'SI' AND id < 100

SELECT country, string_agg(DISTINCT left(name, 6), ',' ORDER BY left(name, 6)) FROM users GROUP BY country ORDER BY 1

SELECT name FROM users WHERE length(name) = (SELECT max(length(name)) FROM users) ORDER BY name LIMIT 5

SELECT count(*) FROM orders WHERE note ~ '^[0-9]+$'

SELECT count(*) FROM orders WHERE note = '7'

SELECT count(*) FROM orders WHERE note IN ('1', '2', '3') OR note IS NULL

SELECT note, count(*) FROM orders GROUP BY note ORDER BY note::int LIMIT 10

SELECT sum(note::int), avg(note::numeric), max(note::int) FROM orders

SELECT count(*) FROM orders WHERE note::int % 2 = 0

SELECT name FROM products WHERE to_tsvector('simple', name) @@ to_tsquery('simple', '7') ORDER BY id

SELECT ts_rank(to_tsvector('simple', name), plainto_tsquery('simple', 'product 3')) AS r, name FROM products ORDER BY 1 DESC, id LIMIT 3

SELECT to_tsvector('english', 'running shoes'), websearch_to_tsquery('english', 'shoes -red')

SELECT normalize('é', NFD) = 'é', U&'\00e9' = 'é', unistr('\00e9')

SELECT bit_length('abc'), get_byte('abc'::bytea, 1), convert_to('é', 'UTF8'), convert_from('\xc3a9', 'UTF8')

SELECT 'Ünïcödé' AS text, lower('ÀÉ'), upper('straße'), length('日本語')

SELECT DISTINCT ON (country) country, name FROM users ORDER BY country, name

SELECT country || '-' || status AS key, count(*) FROM users u JOIN orders o ON o.user_id = u.id GROUP BY 1 ORDER BY 1
