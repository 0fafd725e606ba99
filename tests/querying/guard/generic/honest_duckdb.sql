SELECT country, count(*) FILTER (WHERE score > 50) AS many FROM users GROUP BY country
SELECT name, country, score FROM users QUALIFY row_number() OVER (PARTITION BY country ORDER BY score DESC, id) = 1
SELECT date_trunc('month', created_at) AS month, sum(total) AS total FROM orders GROUP BY month ORDER BY month
SELECT date_trunc('week', created_at)::DATE AS week, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT strftime(created_at, '%Y-%m') AS month, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT extract(year FROM created_at) AS year, extract(dow FROM created_at) AS day, count(*) FROM orders GROUP BY 1, 2
SELECT date_diff('day', created_at, shipped_on) AS days, count(*) FROM orders WHERE shipped_on IS NOT NULL GROUP BY 1
SELECT count(*) FROM orders WHERE created_at >= TIMESTAMP '2026-02-01' - INTERVAL 30 DAY
SELECT count(*) FROM orders WHERE created_at >= DATE '2026-02-01' - INTERVAL '1 month'
SELECT quantile_cont(total, 0.9) AS p90 FROM orders
SELECT quantile_cont(total, [0.25, 0.5, 0.75]) AS quartiles FROM orders
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FROM orders
SELECT mode(status) FROM orders
SELECT arg_max(name, score) FROM users
SELECT max_by(id, total) FROM orders
SELECT approx_count_distinct(user_id) > 10 FROM orders
SELECT string_agg(name, ', ' ORDER BY name) FROM products
SELECT list(name ORDER BY name) FROM products
SELECT array_agg(DISTINCT country ORDER BY country) FROM users
SELECT category, list(name ORDER BY id)[1] AS first_one FROM products GROUP BY category
SELECT name[1] AS letter, count(*) FROM products GROUP BY letter ORDER BY letter
SELECT upper(left(name, 1)) || lower(substr(name, 2)) FROM products
SELECT regexp_replace(name, '[0-9]+', 'n') AS shape, count(*) FROM users GROUP BY 1
SELECT count(*) FROM users WHERE regexp_matches(name, '^user 1')
SELECT count(*) FROM users WHERE name ILIKE 'USER 1%'
SELECT count(*) FROM users WHERE starts_with(name, 'user 2')
SELECT split_part(name, ' ', 2) AS number FROM users ORDER BY id
SELECT contains(name, '11') AS has, count(*) FROM users GROUP BY 1
SELECT TRY_CAST(note AS INTEGER) AS number FROM orders ORDER BY id
SELECT sum(TRY_CAST(note AS INTEGER)) FROM orders
SELECT coalesce(status, 'none') AS s, bool_or(total > 300) FROM orders GROUP BY 1
SELECT round(avg(total), 2) AS average, stddev(total) > 0 AS spread FROM orders
SELECT total // 100 AS hundreds, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT greatest(total, 100) AS t FROM orders ORDER BY id LIMIT 5
SELECT CASE WHEN total > 200 THEN 'large' ELSE 'small' END AS size, count(*) FROM orders GROUP BY 1
SELECT id, total, sum(total) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS three FROM orders
SELECT id, lag(total) OVER w AS before, lead(total) OVER w AS after FROM orders WINDOW w AS (ORDER BY id)
SELECT ntile(4) OVER (ORDER BY total, id) AS quarter, id FROM orders
SELECT status, total, rank() OVER (PARTITION BY status ORDER BY total DESC) AS place FROM orders QUALIFY place <= 2
SELECT status, sum(total) FROM orders GROUP BY ROLLUP (status)
SELECT status, country, count(*) FROM orders JOIN users ON users.id = orders.user_id GROUP BY CUBE (status, country)
SELECT status, country, count(*) FROM orders JOIN users ON users.id = orders.user_id GROUP BY GROUPING SETS ((status), (country), ())
SELECT d.day, count(orders.id) FROM (SELECT unnest(generate_series(DATE '2026-01-01', DATE '2026-01-31', INTERVAL 1 DAY))::DATE AS day) AS d LEFT JOIN orders ON orders.created_at::DATE = d.day GROUP BY d.day ORDER BY d.day
SELECT n.range AS n, n.range * 2 AS twice FROM range(5) AS n
SELECT g.generate_series AS n FROM generate_series(1, 5) AS g
SELECT u.name, o.total FROM users AS u JOIN orders AS o ON o.user_id = u.id AND o.status = 'paid' ORDER BY o.id
SELECT name FROM users WHERE id IN (SELECT user_id FROM orders WHERE status = 'paid') ORDER BY name
SELECT name FROM users AS u WHERE EXISTS (SELECT 1 FROM orders AS o WHERE o.user_id = u.id AND o.total > 200) ORDER BY name
SELECT name, (SELECT count(*) FROM orders WHERE orders.user_id = users.id) AS orders FROM users ORDER BY id
SELECT u.id, last_one.total FROM users AS u, LATERAL (SELECT total FROM orders AS o WHERE o.user_id = u.id ORDER BY o.id DESC LIMIT 1) AS last_one ORDER BY u.id
SELECT country FROM users UNION SELECT category FROM products
SELECT country FROM users EXCEPT SELECT 'FR'
SELECT country FROM users INTERSECT SELECT 'FR'
WITH paid AS (SELECT * FROM orders WHERE status = 'paid') SELECT count(*), sum(total) FROM paid
WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT sum(i) FROM n
WITH first_orders AS (SELECT user_id, min(created_at) AS at_first FROM orders GROUP BY user_id) SELECT date_trunc('month', at_first) AS cohort, count(*) FROM first_orders GROUP BY 1 ORDER BY 1
SELECT json_extract_string(extra, '$.colour') AS colour, count(*) FROM order_items GROUP BY 1
SELECT extra ->> '$.colour' AS colour, count(*) FROM order_items GROUP BY 1
SELECT sum(quantity * weight) > 0 FROM order_items
SELECT product_id, sum(quantity) AS sold FROM order_items GROUP BY product_id ORDER BY sold DESC, product_id LIMIT 3
SELECT p.category, sum(i.quantity * p.price) AS revenue FROM order_items AS i JOIN products AS p ON p.id = i.product_id GROUP BY p.category ORDER BY revenue DESC
SELECT count(*) FROM orders WHERE shipped_on BETWEEN DATE '2026-01-10' AND DATE '2026-02-10'
SELECT monthname(created_at) AS month, count(*) FROM orders GROUP BY 1
SELECT dayname(created_at) AS day, count(*) FROM orders GROUP BY 1
SELECT last_day(created_at::DATE) AS ends, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT time_bucket(INTERVAL '7 days', created_at) AS bucket, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT date_part('hour', created_at) AS hour, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT epoch(max(created_at) - min(created_at)) > 0 FROM orders
SELECT max(created_at) FROM orders WHERE created_at < now()
SELECT count(*) FROM orders WHERE created_at > current_date - INTERVAL 365 DAY
SELECT count_if(total > 100) FROM orders
SELECT count(DISTINCT (user_id, status)) FROM orders
SELECT histogram(status) FROM orders
SELECT corr(total, user_id) BETWEEN -1 AND 1 FROM orders
SELECT any_value(country) IS NOT NULL FROM users
SELECT status, count(*) AS n FROM orders GROUP BY status HAVING n > 10 ORDER BY n DESC, status
SELECT total AS t, t * 2 AS twice FROM orders WHERE t > 200 ORDER BY id LIMIT 10
SELECT id FROM orders ORDER BY total DESC NULLS LAST, id LIMIT 10 OFFSET 5
SELECT id, note IS NOT DISTINCT FROM '7' AS seven FROM orders ORDER BY id
SELECT ['a', 'b'] AS letters, len(['a', 'b']) AS n
SELECT list_contains(list(country), 'FR') FROM users
SELECT 'a' || 'b', 5 % 3, 2 ** 3, -5, NOT true
SELECT country, count(*) FROM users GROUP BY ALL ORDER BY ALL
SELECT country, score > 50 AS high, count(*) AS n, n * 2 AS twice FROM users GROUP BY ALL ORDER BY ALL DESC
SELECT DISTINCT ON (country) country, name FROM users ORDER BY country, score DESC, id
SELECT DISTINCT ON (land) country AS land, name FROM users ORDER BY land, id
SELECT DISTINCT ON (status, user_id % 2) status, id FROM orders ORDER BY status, user_id % 2, id
SELECT * EXCLUDE (email, birth_date) FROM users ORDER BY id
SELECT * REPLACE (upper(name) AS name, score * 2 AS score) FROM users ORDER BY id
SELECT u.* EXCLUDE (organization) REPLACE (country || '!' AS country) FROM users AS u ORDER BY id
SELECT * RENAME (name AS who) FROM products ORDER BY id
SELECT name FROM users SEMI JOIN orders ON users.id = orders.user_id AND orders.total > 200 ORDER BY id
SELECT name FROM users AS u ANTI JOIN (SELECT user_id FROM orders WHERE status = 'paid') AS o ON u.id = o.user_id ORDER BY id
SELECT count(*) FROM order_items SEMI JOIN products USING (id)
SELECT * FROM users SEMI JOIN orders ON users.id = orders.user_id JOIN products ON products.id = users.id ORDER BY users.id
SUMMARIZE products
SUMMARIZE SELECT country, score FROM users
SELECT u.name, p.price FROM users AS u NATURAL LEFT JOIN products AS p ORDER BY u.id, p.id
PIVOT orders ON status IN ('paid', 'new') USING sum(total) GROUP BY user_id
PIVOT (SELECT user_id, status, total FROM orders) ON status IN ('paid', 'new') USING sum(total) AS total, count(*) AS n
PIVOT (SELECT status, total FROM orders) ON status IN ('paid', 'new') USING sum(total)
PIVOT orders ON status IN ('paid', 'cancelled') GROUP BY user_id
SELECT * FROM orders PIVOT (sum(total) FOR status IN ('paid' AS p, 'new') GROUP BY user_id) AS x ORDER BY user_id
SELECT x.paid FROM (PIVOT orders ON status IN ('paid', 'new') USING count(*) GROUP BY user_id) AS x ORDER BY user_id
WITH p AS (PIVOT orders ON status IN ('paid') USING sum(total) GROUP BY user_id) SELECT sum(paid) FROM p
WITH o AS (SELECT user_id, status FROM orders) PIVOT o ON status IN ('paid', 'new') GROUP BY user_id
UNPIVOT (SELECT id, price, id * 2 AS twice FROM products) ON price, twice INTO NAME what VALUE amount
SELECT * FROM (SELECT id, price, id * 2.0 AS twice FROM products) UNPIVOT (amount FOR what IN (price, twice)) ORDER BY ALL
SELECT {'a': 1, 'b': 'x'} AS s
SELECT ({'a': 1, 'b': 2}).b AS x
SELECT s.a, x.s.b, s['a'] FROM (SELECT {'a': id, 'b': name} AS s FROM users) AS x ORDER BY s.a
SELECT max_by({'id': id, 'total': total}, total).id FROM orders
SELECT u.id, last_one.total FROM (SELECT user_id AS id, max_by({'total': total, 'id': id}, id) AS last_one FROM orders GROUP BY user_id) AS u ORDER BY u.id
SELECT struct_pack(a := 1, b := 2)
SELECT list_transform([1, 2, 3], lambda x: x + 1), list_filter([1, 2, 3], lambda x: x > 1)
SELECT list_transform(list(name ORDER BY id), lambda n: upper(n))[1:3] FROM users
SELECT country, list_filter(list(score ORDER BY id), lambda s: s > 50) FROM users GROUP BY country
SELECT list_reduce([1, 2, 3], lambda a, b: a + b)
SELECT * FROM (VALUES (1, 'low'), (2, 'high')) AS v(n, label) ORDER BY n
SELECT u.name, b.label FROM users AS u JOIN (VALUES (0, 50, 'low'), (51, 100, 'high')) AS b(least, most, label) ON u.score BETWEEN b.least AND b.most ORDER BY u.id
VALUES (1, 'a'), (2, 'b')
WITH v(n) AS (VALUES (1), (2)) SELECT sum(n) FROM v
SELECT name FROM users WHERE name SIMILAR TO 'user [0-9]' ORDER BY id
SELECT name FROM users WHERE name GLOB 'user 1*' ORDER BY id
SELECT name FROM users WHERE score = ANY (SELECT score FROM users WHERE country = 'FR') ORDER BY id
SELECT name FROM users WHERE score >= ALL (SELECT score FROM users) ORDER BY id
SELECT name FROM users WHERE score IN (1, 2) OR score = ANY ([20, 21]) ORDER BY id
SELECT status, grouping(status) AS whole, count(*) FROM orders GROUP BY ROLLUP (status)
SELECT id AS n, name AS label FROM users UNION ALL BY NAME SELECT 'x' AS label, 1.5 AS price
SELECT name, score FROM users UNION BY NAME SELECT name, price FROM products
SELECT n, n * 2 AS twice FROM range(5) AS n
SELECT month, count(orders.id) FROM generate_series(DATE '2026-01-01', DATE '2026-06-01', INTERVAL 1 MONTH) AS month LEFT JOIN orders ON date_trunc('month', orders.created_at) = month GROUP BY ALL ORDER BY ALL
SELECT tag FROM (SELECT ['a', 'b'] AS tags) AS t, unnest(t.tags) AS tag
SELECT p.key, count(*) FROM order_items, json_each(extra) AS p GROUP BY ALL ORDER BY ALL
SELECT json_keys(extra) FROM order_items ORDER BY id LIMIT 3
SELECT json_object('id', id, 'name', name) FROM products ORDER BY id LIMIT 3
SELECT json_type(extra -> '$.n'), count(*) FROM order_items GROUP BY ALL
SELECT to_json({'a': 1})
SELECT list_max(list(score)), list_min(list(score)), list_position([1, 2], 2), list_concat([1], [2]), list_append([1], 2), flatten([[1], [2]]) FROM users
SELECT MAP {'k': 1}['k'], map_keys(MAP {'k': 1}), cardinality(MAP {'k': 1})
SELECT CAST(['1', '2'] AS INTEGER[]), [1, 2]::VARCHAR[]
SELECT ARRAY(SELECT name FROM products ORDER BY id LIMIT 3)
SELECT a.id, b.total FROM users AS a ASOF JOIN orders AS b ON a.id = b.user_id AND a.signed_up_at >= b.created_at ORDER BY a.id
SELECT a.id, b.total FROM users AS a ASOF LEFT JOIN orders AS b ON a.id = b.user_id AND a.signed_up_at >= b.created_at ORDER BY a.id
SELECT regexp_split_to_array(name, ' ')[2] FROM users ORDER BY id LIMIT 3
SELECT typeof(total), typeof(note) FROM orders LIMIT 1
SELECT max(total, 3), arg_max(id, total, 2) FROM orders
SELECT * FROM users WHERE (country, score) IN (SELECT country, max(score) FROM users GROUP BY country) ORDER BY id
SELECT u.id FROM users AS u WHERE u.score IN (SELECT max(score) FROM users GROUP BY country) ORDER BY ALL
SELECT id FROM users WHERE score > 50 QUALIFY row_number() OVER (PARTITION BY country ORDER BY score DESC, id) <= 2 ORDER BY id
SELECT row(1, 'a') AS pair
SELECT * FROM (SELECT id, name FROM products) AS p(number, label) ORDER BY number LIMIT 3
SELECT list_transform(list({'n': name, 's': score} ORDER BY id), lambda u: u.n || u.s) FROM users
SELECT country, list({'n': name, 's': score} ORDER BY id)[1].n AS first_one FROM users GROUP BY ALL ORDER BY ALL
SELECT list_transform([[1, 2], [3]], lambda x: list_transform(x, lambda y: y + len(x)))
PIVOT (SELECT status, total FROM orders) ON status IN ('paid', 'new') USING sum(total)
SELECT u.name, c.label FROM users AS u NATURAL JOIN (VALUES ('FR', 'France'), ('DE', 'Germany')) AS c(country, label) ORDER BY u.id
SELECT u.name, p.category FROM users AS u NATURAL LEFT JOIN (SELECT id, category FROM products) AS p ORDER BY u.id
SUMMARIZE SELECT * EXCLUDE (birth_date) FROM users WHERE country = 'FR'
SELECT json_group_array(name) FROM products
SELECT CAST(total AS NUMERIC(10, 2)), total::DOUBLE, total::REAL FROM orders ORDER BY id LIMIT 3
