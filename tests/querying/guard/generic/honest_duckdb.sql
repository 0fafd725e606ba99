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
