SELECT count(*) FROM users

SELECT * FROM users ORDER BY id LIMIT 5

SELECT u.* FROM users u WHERE u.country = 'FR' ORDER BY u.id

SELECT country, count(*) AS people FROM users GROUP BY country ORDER BY people DESC, country

SELECT country, count(*) FROM users GROUP BY 1 HAVING count(*) > 3 ORDER BY 2 DESC, 1

SELECT DISTINCT country FROM users ORDER BY country

SELECT DISTINCT ON (user_id) user_id, id, total FROM orders ORDER BY user_id, created_at DESC

SELECT status, sum(total) AS revenue FROM orders WHERE status <> 'cancelled' GROUP BY status ORDER BY revenue DESC

SELECT date_trunc('month', created_at) AS month, sum(total) FROM orders GROUP BY month ORDER BY month

SELECT date_trunc('week', created_at)::date AS week, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT to_char(created_at, 'YYYY-MM') AS month, sum(total) FROM orders GROUP BY 1 ORDER BY 1

SELECT extract(year FROM created_at) AS year, extract(month FROM created_at) AS month, count(*) FROM orders GROUP BY 1, 2 ORDER BY 1, 2

SELECT extract(dow FROM occurred_at) AS weekday, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT date_part('hour', occurred_at AT TIME ZONE 'Europe/Paris') AS hour, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT count(*) FROM orders WHERE created_at >= now() - interval '90 days'

SELECT count(*) FROM orders WHERE created_at >= current_date - 30

SELECT count(*) FROM orders WHERE created_at BETWEEN '2025-07-01' AND '2025-09-30'

SELECT count(*) FROM orders WHERE created_at >= date_trunc('year', current_timestamp)

SELECT count(*) FROM orders WHERE created_at::date = '2025-07-14'

SELECT count(*) FROM events WHERE occurred_at > 'yesterday'

SELECT count(*) FROM orders WHERE shipped_on IS NULL

SELECT count(*) FILTER (WHERE shipped_on IS NOT NULL) AS shipped, count(*) AS all_of_them FROM orders

SELECT avg(shipped_on - created_at::date) AS days FROM orders WHERE shipped_on IS NOT NULL

SELECT u.name, sum(o.total) AS spent FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY spent DESC, u.id LIMIT 10

SELECT u.id, u.name, u.country, count(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY u.id

SELECT u.id, u.name, lower(u.country), count(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id AND o.status = 'paid' GROUP BY u.id HAVING count(o.id) > 1 ORDER BY u.name

SELECT u.*, count(*) FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY u.id LIMIT 3

SELECT name FROM users WHERE id NOT IN (SELECT user_id FROM orders WHERE user_id IS NOT NULL) ORDER BY name

SELECT name FROM users u WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.created_at > now() - interval '30 days') ORDER BY name

SELECT name FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.total > 250) ORDER BY 1

SELECT p.category, sum(oi.quantity * oi.unit_price) AS revenue FROM order_items oi JOIN products p ON p.id = oi.product_id GROUP BY p.category ORDER BY revenue DESC

SELECT p.name, sum(oi.quantity) AS sold FROM order_items oi JOIN products p ON p.id = oi.product_id JOIN orders o ON o.id = oi.order_id WHERE o.status IN ('paid', 'shipped') AND o.created_at >= '2025-08-01' GROUP BY p.name ORDER BY sold DESC, p.name LIMIT 5

SELECT o.currency, round(sum(oi.quantity * oi.unit_price), 2) FROM orders o JOIN order_items oi ON oi.order_id = o.id GROUP BY o.currency ORDER BY 1

SELECT round(avg(total), 2), min(total), max(total), stddev(total) FROM orders

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) AS median, percentile_disc(0.9) WITHIN GROUP (ORDER BY total) FROM orders

SELECT mode() WITHIN GROUP (ORDER BY country) FROM users

SELECT currency, percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY total) FROM orders GROUP BY currency ORDER BY 1

SELECT date_trunc('day', occurred_at) AS day, count(DISTINCT user_id) AS actives FROM events WHERE occurred_at >= now() - interval '90 days' GROUP BY 1 ORDER BY 1

SELECT properties->>'plan' AS plan, count(*) FROM events WHERE name = 'signup' GROUP BY 1 ORDER BY 1

SELECT count(*) FROM events WHERE properties @> '{"plan": "pro"}'

SELECT count(*) FROM events WHERE properties ? 'plan'

SELECT avg((properties->>'amount')::numeric) FROM events WHERE name = 'purchase'

SELECT sum((properties->>'amount')::int) FROM events

SELECT count(*) FROM events WHERE (properties->>'amount')::int > 20

SELECT key, count(*) FROM events, jsonb_each_text(properties) GROUP BY key ORDER BY key

SELECT e.key, e.value FROM (SELECT properties FROM events WHERE name = 'visit' ORDER BY id LIMIT 3) s CROSS JOIN LATERAL jsonb_each(s.properties) AS e ORDER BY 1, 2

SELECT jsonb_object_keys(properties) AS key, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT tag, count(*) FROM users, unnest(tags) AS tag GROUP BY tag ORDER BY tag

SELECT name, array_length(tags, 1), cardinality(tags), tags[1] FROM users ORDER BY id LIMIT 5

SELECT count(*) FROM users WHERE 't1' = ANY(tags)

SELECT count(*) FROM users WHERE tags @> ARRAY['t2']

SELECT country, string_agg(name, ', ' ORDER BY name) FROM users GROUP BY country ORDER BY country

SELECT country, array_agg(DISTINCT score ORDER BY score) FROM users GROUP BY country ORDER BY 1

SELECT json_agg(u) FROM (SELECT id, name FROM users ORDER BY id LIMIT 3) u

SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name) ORDER BY id) FROM users WHERE id < 10

SELECT jsonb_object_agg(country, n) FROM (SELECT country, count(*) AS n FROM users GROUP BY country) s

SELECT row_to_json(u) FROM users u ORDER BY id LIMIT 2

SELECT name, rank() OVER (ORDER BY score DESC) FROM users ORDER BY 2, 1 LIMIT 10

SELECT country, name, row_number() OVER (PARTITION BY country ORDER BY score DESC, id) AS place FROM users ORDER BY 1, 3

SELECT * FROM (SELECT country, name, row_number() OVER (PARTITION BY country ORDER BY score DESC, id) AS place FROM users) s WHERE place <= 3 ORDER BY country, place

SELECT month, revenue, revenue - lag(revenue) OVER (ORDER BY month) AS change FROM (SELECT date_trunc('month', created_at) AS month, sum(total) AS revenue FROM orders GROUP BY 1) s ORDER BY month

SELECT month, revenue, round(100 * (revenue - lag(revenue) OVER w) / nullif(lag(revenue) OVER w, 0), 1) AS percent FROM (SELECT date_trunc('month', created_at) AS month, sum(total) AS revenue FROM orders GROUP BY 1) s WINDOW w AS (ORDER BY month) ORDER BY month

SELECT day, sum(n) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM (SELECT created_at::date AS day, count(*) AS n FROM orders GROUP BY 1) s ORDER BY day

SELECT created_at::date AS day, sum(total), sum(sum(total)) OVER (ORDER BY created_at::date) AS so_far FROM orders GROUP BY 1 ORDER BY 1

SELECT name, ntile(4) OVER (ORDER BY score, id), percent_rank() OVER (ORDER BY score), first_value(name) OVER (ORDER BY score, id) FROM users ORDER BY id LIMIT 5

WITH monthly AS (SELECT date_trunc('month', created_at) AS month, user_id FROM orders GROUP BY 1, 2) SELECT month, count(*) FROM monthly GROUP BY month ORDER BY month

WITH first AS (SELECT user_id, min(created_at) AS at FROM orders GROUP BY user_id), later AS (SELECT f.user_id, count(*) AS n FROM first f JOIN orders o ON o.user_id = f.user_id AND o.created_at > f.at GROUP BY f.user_id) SELECT count(*) FILTER (WHERE n > 2) AS loyal, count(*) AS returning FROM later

WITH cohort AS (SELECT id, date_trunc('month', signed_up_at) AS month FROM users), activity AS (SELECT DISTINCT user_id, date_trunc('month', occurred_at) AS month FROM events) SELECT c.month, count(DISTINCT c.id) AS people, count(DISTINCT a.user_id) AS active FROM cohort c LEFT JOIN activity a ON a.user_id = c.id AND a.month >= c.month GROUP BY c.month ORDER BY c.month

WITH steps AS (SELECT user_id, min(occurred_at) FILTER (WHERE name = 'visit') AS visit, min(occurred_at) FILTER (WHERE name = 'signup') AS signup, min(occurred_at) FILTER (WHERE name = 'purchase') AS purchase FROM events GROUP BY user_id) SELECT count(visit), count(signup) FILTER (WHERE signup > visit), count(purchase) FILTER (WHERE purchase > signup) FROM steps

WITH RECURSIVE days AS (SELECT date '2026-06-01' AS day UNION ALL SELECT day + 1 FROM days WHERE day < '2026-06-30') SELECT d.day, count(e.id) FROM days d LEFT JOIN events e ON e.occurred_at::date = d.day GROUP BY d.day ORDER BY d.day

SELECT d::date AS day, count(o.id) FROM generate_series(timestamp '2025-07-01', timestamp '2025-07-31', interval '1 day') AS d LEFT JOIN orders o ON o.created_at::date = d::date GROUP BY 1 ORDER BY 1

SELECT n, count(u.id) FROM generate_series(1, 5) n LEFT JOIN users u ON u.score % 5 + 1 = n GROUP BY n ORDER BY n

SELECT d.day, coalesce(sum(o.total), 0) FROM generate_series('2025-07-01'::date, '2025-07-10'::date, '1 day') AS d(day) LEFT JOIN orders o ON o.created_at >= d.day AND o.created_at < d.day + interval '1 day' GROUP BY d.day ORDER BY d.day

SELECT CASE WHEN score < 30 THEN 'low' WHEN score < 60 THEN 'middle' ELSE 'high' END AS level, count(*) FROM users GROUP BY 1 ORDER BY 1

SELECT CASE country WHEN 'FR' THEN 'France' WHEN 'SI' THEN 'Slovenia' ELSE 'other' END AS land, count(*) FROM users GROUP BY 1 ORDER BY 2 DESC, 1

SELECT width_bucket(total, 0, 400, 4) AS bucket, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT coalesce(note, '') || ' / ' || currency AS text FROM orders ORDER BY id LIMIT 5

SELECT upper(name), length(name), substring(name FROM 6), left(name, 3), split_part(name, ' ', 2), replace(name, 'user', 'person'), initcap(name), reverse(name) FROM users ORDER BY id LIMIT 3

SELECT concat(name, ' from ', country), concat_ws('-', id, country), format('%s (%s)', name, country) FROM users ORDER BY id LIMIT 3

SELECT lpad(id::text, 5, '0'), rpad(name, 12, '.'), repeat('*', score / 10), trim(both ' ' FROM name), position('ser' IN name), md5(name) FROM users ORDER BY id LIMIT 3

SELECT name FROM users WHERE name LIKE 'user 1%' AND name NOT ILIKE '%9' ORDER BY name

SELECT name FROM users WHERE name ~ '^user [0-9]$' ORDER BY name

SELECT regexp_replace(name, '[0-9]+', '#'), regexp_match(name, '([0-9]+)'), (regexp_match(name, '[0-9]+'))[1] FROM users ORDER BY id LIMIT 3

SELECT regexp_split_to_table('a,b,c', ',') AS part

SELECT abs(-3), ceil(2.1), floor(2.9), round(2.567, 2), trunc(2.567, 1), mod(7, 3), power(2, 10), sqrt(16), ln(10), log(100), exp(1), sign(-2), pi(), greatest(1, 5, 3), least(4, 2)

SELECT 7 / 2, 7 % 2, 7.0 / 2, 2 ^ 8, -5, +5, @ -5, 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 3, 16 >> 2

SELECT currency, sum(total) FROM orders GROUP BY ROLLUP (currency) ORDER BY currency NULLS LAST

SELECT status, currency, grouping(status, currency), count(*) FROM orders GROUP BY CUBE (status, currency) ORDER BY 1, 2

SELECT status, currency, count(*) FROM orders GROUP BY GROUPING SETS ((status), (currency), ()) ORDER BY 1, 2

SELECT name FROM users WHERE country = 'FR' UNION SELECT name FROM products ORDER BY name LIMIT 10

SELECT country FROM users UNION ALL SELECT category FROM products ORDER BY 1

SELECT user_id FROM orders INTERSECT SELECT user_id FROM events ORDER BY 1

SELECT id FROM users EXCEPT SELECT user_id FROM orders ORDER BY id

(SELECT id FROM users ORDER BY id LIMIT 2) UNION ALL (SELECT id FROM orders ORDER BY id LIMIT 2)

VALUES (1, 'a'), (2, 'b')

SELECT * FROM (VALUES ('FR', 'France'), ('US', 'United States')) AS c(code, land) JOIN users u ON u.country = c.code ORDER BY u.id LIMIT 4

SELECT u.name, x.total FROM users u CROSS JOIN LATERAL (SELECT o.total FROM orders o WHERE o.user_id = u.id ORDER BY o.created_at DESC, o.id LIMIT 1) x ORDER BY u.id LIMIT 10

SELECT u.name, x.n FROM users u LEFT JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.user_id = u.id) x ON true ORDER BY u.id LIMIT 10

SELECT u.name, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) AS orders, (SELECT max(o.created_at) FROM orders o WHERE o.user_id = u.id) AS last FROM users u ORDER BY u.id LIMIT 10

SELECT name FROM users WHERE score > (SELECT avg(score) FROM users) ORDER BY name

SELECT count(*) FROM orders WHERE total > ALL (SELECT price FROM products)

SELECT ARRAY(SELECT name FROM users ORDER BY id LIMIT 3)

SELECT name FROM users WHERE (country, score % 2) IN (('FR', 1), ('US', 0)) ORDER BY name

SELECT a.name, b.name FROM users a JOIN users b ON a.country = b.country AND a.id < b.id WHERE a.score = b.score ORDER BY a.id, b.id

SELECT * FROM users JOIN orders USING (id) ORDER BY id LIMIT 3

SELECT id, u.name, o.total FROM users u JOIN orders o USING (id) ORDER BY id LIMIT 3

SELECT category, products.name FROM products NATURAL JOIN (SELECT DISTINCT category FROM products) c ORDER BY 1, 2

SELECT u.country, count(*) FROM users u FULL JOIN orders o ON o.user_id = u.id GROUP BY u.country ORDER BY 1

SELECT count(*) FROM orders o RIGHT JOIN users u ON o.user_id = u.id WHERE o.id IS NULL

SELECT public.users.name FROM public.users WHERE public.users.country = 'DE' ORDER BY public.users.id

SELECT c.title, c."userId", c.spent FROM marketing.campaigns c WHERE c.starts_at > '2026-03-01' ORDER BY c.id

SELECT title, spent / nullif(sum(spent) OVER (), 0) AS share FROM marketing.campaigns ORDER BY id

SELECT count(*) FROM marketing.campaigns WHERE starts_at < localtimestamp

SELECT sum(spent)::numeric(12, 2), avg(spent), corr(spent, id), regr_slope(spent, id) FROM marketing.campaigns

SELECT age(timestamp '2026-01-01', starts_at), starts_at::date, starts_at::time, extract(epoch FROM starts_at) FROM marketing.campaigns ORDER BY id LIMIT 3

SELECT make_date(2026, 1, 15), make_interval(days => 3), interval '1' day, interval '2 hours 5 minutes', date '2026-01-01' + 7, timestamp '2026-01-01' + interval '1 month', justify_hours(interval '30 hours')

SELECT now(), current_date, current_timestamp, localtimestamp, current_time(0), now() AT TIME ZONE 'UTC', 'today'::date, date 'tomorrow'

SELECT age(created_at) > interval '1 year' AS old, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT to_date('2026-01-15', 'YYYY-MM-DD'), to_timestamp('2026-01-15 10', 'YYYY-MM-DD HH24'), to_timestamp(0), to_number('12,345', '99G999'), to_char(1234.5, 'FM9,999.00')

SELECT date_bin('15 minutes', occurred_at, timestamptz '2026-01-01 00:00+00') AS slot, count(*) FROM events GROUP BY 1 ORDER BY 1 LIMIT 5

SELECT (created_at, created_at + interval '1 day') OVERLAPS (timestamptz '2025-07-01', timestamptz '2025-07-02') AS hit, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT count(*) FROM orders WHERE tstzrange(created_at, created_at + interval '1 day') @> timestamptz '2025-07-01 10:00+00'

SELECT id, email, birth_date FROM users ORDER BY id LIMIT 3

SELECT count(DISTINCT email), count(email), count(birth_date) FROM users

SELECT count(*) FROM users WHERE email LIKE '%@example.org'

SELECT email, count(*) FROM users GROUP BY email ORDER BY 1

SELECT min(email), max(birth_date) FROM users

SELECT u::text FROM users u ORDER BY u.id LIMIT 2

SELECT to_jsonb(u) FROM users u ORDER BY u.id LIMIT 2

SELECT u.id, u.email FROM users u ORDER BY u.email, u.id LIMIT 4

SELECT s.a, s.b FROM users AS s(a, b, c) ORDER BY s.a LIMIT 3

SELECT name FROM users ORDER BY id OFFSET 5 LIMIT 5

SELECT name FROM users ORDER BY score DESC, id FETCH FIRST 3 ROWS ONLY

SELECT name FROM users ORDER BY score DESC FETCH FIRST 3 ROWS WITH TIES

SELECT name FROM users ORDER BY id LIMIT ALL

SELECT name FROM users ORDER BY id LIMIT (SELECT 3)

SELECT total, total::text, total::int, total::float8, cast(total AS bigint) FROM orders ORDER BY id LIMIT 3

SELECT name COLLATE "C" FROM users ORDER BY name COLLATE "C" LIMIT 3

SELECT count(*) FROM users WHERE country IS DISTINCT FROM 'FR'

SELECT count(*) FROM users WHERE (score > 50) IS TRUE

SELECT count(*) FROM users WHERE NOT (country = 'FR' OR country = 'US')

SELECT count(*) FROM users WHERE country = ANY ('{FR,SI}') AND score BETWEEN SYMMETRIC 60 AND 20

SELECT count(*) FROM orders WHERE status = 'paid' AND total / 2 > 50

SELECT count(*) FROM orders WHERE note::int > 25

SELECT sum(note::int) FROM orders

SELECT note::int AS n, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT * FROM (SELECT note::int AS n FROM orders) s WHERE n = 7

SELECT count(*) FROM order_items WHERE quantity / (quantity - 5) > 1

SELECT oi.id FROM order_items oi JOIN orders o ON o.id = oi.order_id WHERE o.note::int = oi.quantity ORDER BY oi.id

SELECT quantity * unit_price AS amount FROM order_items ORDER BY quantity * unit_price DESC, id LIMIT 10

SELECT sum(1.0 / (quantity - 5)) FROM order_items

SELECT 100.0 * count(*) FILTER (WHERE status = 'paid') / count(*) AS paid_percent FROM orders

SELECT country, 100.0 * count(*) / sum(count(*)) OVER () AS share FROM users GROUP BY country ORDER BY country

SELECT sum(total) / nullif(count(DISTINCT user_id), 0) AS per_buyer FROM orders

SELECT bool_and(total > 5), bool_or(status = 'new'), every(id > 0) FROM orders

SELECT count(*) FROM users u, orders o WHERE u.id = o.user_id AND u.country = 'FR'

SELECT this.revenue, last.revenue FROM (SELECT sum(total) AS revenue FROM orders WHERE created_at >= '2025-09-01' AND created_at < '2025-10-01') this, (SELECT sum(total) AS revenue FROM orders WHERE created_at >= '2025-08-01' AND created_at < '2025-09-01') last

SELECT gs.n, u.name FROM users u, LATERAL generate_series(1, u.score / 40) AS gs(n) ORDER BY u.id, gs.n LIMIT 10

SELECT name, ordinality FROM users, unnest(tags) WITH ORDINALITY AS t(tag) ORDER BY id, ordinality LIMIT 5

SELECT * FROM ROWS FROM (generate_series(1, 2), generate_series(5, 7)) AS r(a, b)

SELECT * FROM json_to_recordset('[{"a":1,"b":"x"}]') AS t(a int, b text)

SELECT jsonb_path_query(properties, '$.plan') AS plan, count(*) FROM events GROUP BY 1 ORDER BY 1

SELECT properties #>> '{plan}', properties['plan'], jsonb_typeof(properties->'amount'), properties - 'plan' FROM events ORDER BY id LIMIT 2

SELECT count(*) AS "Anzahl", 'it''s' AS "a ""quoted"" name", E'tab\t' AS tab, U&'\00e9' AS accent, 'été' AS french

SELECT 1 AS a, 2 AS a, 3 AS "A"

SELECT null, true, false, 1.5e3, 9999999999, -0.5, B'101', X'1F'

SELECT generate_series(1, 3) AS n, random() < 2 AS sure

SELECT

TABLE products

SELECT count(*) FROM users -- a comment; DROP TABLE users

SELECT /* a comment */ count(*) FROM users;

SELECT lpad(repeat('x', 50), 100, repeat('z', 9))

SELECT replace(replace(replace(name, 'user', 'person'), ' ', ''), 'e', 'ee') FROM users ORDER BY id LIMIT 3

SELECT u.name, (SELECT json_agg(json_build_object('id', o.id, 'total', o.total) ORDER BY o.id) FROM orders o WHERE o.user_id = u.id) AS orders FROM users u ORDER BY u.id LIMIT 4

SELECT json_agg(s.orders) FROM (SELECT array_agg(o.id ORDER BY o.id) AS orders FROM orders o GROUP BY o.user_id ORDER BY o.user_id LIMIT 3) s

WITH RECURSIVE path AS (SELECT 1 AS n, '1' AS way UNION ALL SELECT n + 1, way || ' > ' || (n + 1)::text FROM path WHERE n < 5) SELECT * FROM path ORDER BY n

SELECT status, string_agg(name, ', ' ORDER BY name) AS name, 1 AS name FROM orders o JOIN users u ON u.id = o.user_id WHERE o.id < 40 GROUP BY status ORDER BY status DESC

WITH a AS (SELECT id, name FROM users WHERE country = 'FR') SELECT * FROM (WITH b AS (SELECT id FROM a) SELECT count(*) FROM b JOIN a USING (id)) s

SELECT u.id, (WITH mine AS (SELECT o.total FROM orders o WHERE o.user_id = u.id) SELECT sum(total) FROM mine WHERE total > 20) FROM users u ORDER BY u.id LIMIT 5
