SELECT status, currency, count(*), sum(total) FROM orders GROUP BY ROLLUP (status, currency) ORDER BY 1, 2

SELECT status, currency, count(*) FROM orders GROUP BY CUBE (status, currency) ORDER BY 1, 2

SELECT status, currency, grouping(status) AS all_states, grouping(currency) AS all_currencies, avg(total) FROM orders GROUP BY CUBE (status, currency) ORDER BY 1, 2

SELECT status, currency, count(*) FROM orders GROUP BY GROUPING SETS ((status, currency), (status), ()) ORDER BY 1, 2

SELECT status, date_trunc('month', created_at) AS month, sum(total) FROM orders GROUP BY status, ROLLUP (date_trunc('month', created_at)) ORDER BY 1, 2

SELECT coalesce(status::text, 'all') AS status, sum(total) FROM orders GROUP BY ROLLUP (status) ORDER BY 1

SELECT CASE WHEN grouping(currency) = 1 THEN 'total' ELSE currency END AS currency, sum(total) FROM orders GROUP BY ROLLUP (currency) ORDER BY 1

SELECT extract(year FROM created_at) AS y, extract(quarter FROM created_at) AS q, sum(total) FROM orders GROUP BY ROLLUP (1, 2) ORDER BY 1, 2

SELECT u.country, o.status, count(*) FROM users u JOIN orders o ON o.user_id = u.id GROUP BY CUBE (u.country, o.status) ORDER BY 1, 2

SELECT u.country, o.currency, sum(o.total) FROM users u JOIN orders o ON o.user_id = u.id GROUP BY GROUPING SETS ((u.country), (o.currency)) ORDER BY 1, 2

SELECT p.category, p.name, sum(oi.quantity) FROM products p JOIN order_items oi ON oi.product_id = p.id GROUP BY ROLLUP (p.category, p.name) ORDER BY 1, 2

SELECT grouping(status, currency), count(*) FROM orders GROUP BY CUBE (status, currency) ORDER BY 1, 2

SELECT status, currency, count(*) FROM orders GROUP BY ROLLUP ((status, currency)) ORDER BY 1, 2

SELECT status, count(*) FROM orders GROUP BY DISTINCT ROLLUP (status), ROLLUP (status) ORDER BY 1

SELECT count(*) FROM orders GROUP BY ()

SELECT count(*) FROM orders HAVING count(*) > 10

SELECT user_id, count(*) FROM orders GROUP BY user_id HAVING count(*) >= 10 ORDER BY user_id

SELECT user_id, sum(total) FROM orders GROUP BY user_id HAVING sum(total) > 1000 AND max(total) < 309 ORDER BY 2 DESC, 1

SELECT status, min(total), max(total), avg(total)::numeric(10,2), sum(total), count(DISTINCT user_id) FROM orders GROUP BY status ORDER BY 1

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FROM orders

SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75, 0.9]) WITHIN GROUP (ORDER BY total) FROM orders

SELECT percentile_disc(ARRAY[0.1, 0.5, 0.99]) WITHIN GROUP (ORDER BY total) FROM orders

SELECT status, percentile_cont(0.9) WITHIN GROUP (ORDER BY total) AS p90 FROM orders GROUP BY status ORDER BY 1

SELECT currency, percentile_disc(0.5) WITHIN GROUP (ORDER BY created_at) FROM orders GROUP BY currency ORDER BY 1

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY shipped_on - created_at::date) AS days FROM orders WHERE shipped_on IS NOT NULL

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY pause) FROM (SELECT created_at - lag(created_at) OVER (PARTITION BY user_id ORDER BY id) AS pause FROM orders) s

SELECT mode() WITHIN GROUP (ORDER BY currency), mode() WITHIN GROUP (ORDER BY user_id) FROM orders WHERE id < 100

SELECT country, mode() WITHIN GROUP (ORDER BY score DESC) FROM users GROUP BY country ORDER BY 1

SELECT rank(100) WITHIN GROUP (ORDER BY total) FROM orders

SELECT dense_rank(100) WITHIN GROUP (ORDER BY total), percent_rank(100) WITHIN GROUP (ORDER BY total), cume_dist(100) WITHIN GROUP (ORDER BY total) FROM orders

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FILTER (WHERE status = 'paid') FROM orders

SELECT count(*), count(shipped_on), count(*) - count(shipped_on) AS unshipped FROM orders

SELECT count(*) FILTER (WHERE status = 'new') AS new, count(*) FILTER (WHERE status = 'paid') AS paid, count(*) FILTER (WHERE status = 'shipped') AS shipped FROM orders

SELECT date_trunc('month', created_at) AS month, sum(total) FILTER (WHERE currency = 'EUR') AS eur, sum(total) FILTER (WHERE currency = 'USD') AS usd FROM orders GROUP BY 1 ORDER BY 1

SELECT user_id, count(*) FILTER (WHERE status = 'cancelled') * 100 / count(*) AS cancelled FROM orders GROUP BY 1 ORDER BY 2 DESC, 1

SELECT sum(total) FILTER (WHERE created_at < '2026-01-01') AS before, sum(total) FILTER (WHERE created_at >= '2026-01-01') AS after FROM orders

SELECT avg(total), stddev(total), variance(total), stddev_pop(total), var_samp(total) FROM orders

SELECT corr(total::float8, id::float8), covar_pop(total, id), covar_samp(total, id) FROM orders

SELECT regr_slope(total, id), regr_intercept(total, id), regr_r2(total, id), regr_count(total, id), regr_avgx(total, id), regr_avgy(total, id), regr_sxx(total, id), regr_sxy(total, id), regr_syy(total, id) FROM orders

SELECT bool_and(total > 0), bool_or(total > 300), every(total IS NOT NULL) FROM orders

SELECT bit_and(id), bit_or(id), bit_xor(id) FROM orders

SELECT any_value(currency) FROM orders WHERE currency = 'EUR'

SELECT string_agg(DISTINCT currency, '/' ORDER BY currency) FROM orders

SELECT user_id, string_agg(id::text, ',' ORDER BY id) FROM orders GROUP BY user_id ORDER BY user_id LIMIT 20

SELECT country, array_agg(name ORDER BY score DESC, id) FROM users GROUP BY country ORDER BY country

SELECT country, (array_agg(name ORDER BY score DESC, id))[1] AS best FROM users GROUP BY country ORDER BY country

SELECT country, (array_agg(name ORDER BY id))[1:3] AS first_three FROM users GROUP BY country ORDER BY country

SELECT country, array_length(array_agg(DISTINCT score), 1) FROM users GROUP BY country ORDER BY country

SELECT country, jsonb_object_agg(name, score ORDER BY id) FROM users WHERE id < 20 GROUP BY country ORDER BY country

SELECT country, json_agg(json_build_object('name', name, 'score', score) ORDER BY id) FROM users WHERE id < 20 GROUP BY country ORDER BY country

SELECT max(created_at) - min(created_at), max(created_at)::date - min(created_at)::date FROM orders

SELECT u.id, u.name, count(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id, u.name ORDER BY u.id

SELECT u.id, u.name, u.country, count(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY u.id

SELECT u.*, count(o.id) AS orders FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY u.id LIMIT 10

SELECT p.name, p.price, sum(oi.quantity) FROM products p JOIN order_items oi ON oi.product_id = p.id GROUP BY p.id ORDER BY p.id

SELECT lower(country) AS land, count(*) FROM users GROUP BY land ORDER BY land

SELECT country AS c, count(*) FROM users GROUP BY c HAVING count(*) > 5 ORDER BY c

SELECT 1 AS one, count(*) FROM users GROUP BY 1

SELECT country, count(*) * 2 + 1 AS n FROM users GROUP BY country ORDER BY count(*) DESC, country

SELECT total > 100 AS big, currency, count(*) FROM orders GROUP BY total > 100, currency ORDER BY 1, 2

SELECT n, count(*) AS users FROM (SELECT user_id, count(*) AS n FROM orders GROUP BY user_id) s GROUP BY n ORDER BY n

SELECT avg(n), max(n) FROM (SELECT count(*) AS n FROM orders GROUP BY user_id) s

SELECT count(DISTINCT (user_id, currency)) FROM orders

SELECT count(DISTINCT date_trunc('day', created_at)) FROM orders

SELECT sum(DISTINCT total), avg(DISTINCT total) FROM orders

SELECT sum(quantity * unit_price) AS value, avg(quantity * unit_price) AS mean FROM order_items

SELECT order_id, sum(quantity * unit_price) AS value FROM order_items GROUP BY order_id ORDER BY value DESC, order_id LIMIT 20

SELECT width_bucket(total, 0, 320, 8) AS bucket, min(total), max(total), count(*) FROM orders GROUP BY bucket ORDER BY bucket

SELECT width_bucket(total, ARRAY[50, 100, 200]::numeric[]) AS bucket, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT floor(total / 50) * 50 AS low, floor(total / 50) * 50 + 49 AS high, count(*) FROM orders GROUP BY 1, 2 ORDER BY 1

SELECT round(total, -1) AS about, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT id % 7 AS rest, count(*), sum(total) FROM orders GROUP BY id % 7 ORDER BY rest

SELECT sum(total) / count(DISTINCT user_id) AS per_buyer, count(*)::numeric / count(DISTINCT user_id) AS orders_per_buyer FROM orders

SELECT max(n) - min(n) FROM (SELECT count(*) AS n FROM events GROUP BY occurred_at::date) s

SELECT status, array_agg(DISTINCT currency ORDER BY currency) FROM orders GROUP BY status ORDER BY 1
