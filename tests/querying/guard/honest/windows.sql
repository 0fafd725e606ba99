SELECT id, total, sum(total) OVER (ORDER BY created_at, id) AS so_far FROM orders ORDER BY id LIMIT 50

SELECT id, total, avg(total) OVER (ORDER BY created_at, id ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING) AS smooth FROM orders ORDER BY id LIMIT 50

SELECT id, sum(total) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) FROM orders ORDER BY id LIMIT 20

SELECT id, sum(total) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM orders ORDER BY id DESC LIMIT 20

SELECT id, sum(total) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) FROM orders ORDER BY id LIMIT 20

SELECT id, sum(total) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING) FROM orders ORDER BY id LIMIT 20

SELECT id, count(*) OVER (ORDER BY created_at RANGE BETWEEN interval '7 days' PRECEDING AND CURRENT ROW) AS last_week FROM orders ORDER BY id LIMIT 50

SELECT id, sum(total) OVER (ORDER BY created_at RANGE BETWEEN '1 day' PRECEDING AND '1 day' FOLLOWING) FROM orders ORDER BY id LIMIT 50

SELECT id, sum(total) OVER (ORDER BY total RANGE BETWEEN 10 PRECEDING AND 10 FOLLOWING) FROM orders ORDER BY id LIMIT 30

SELECT id, total, count(*) OVER (ORDER BY total GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM orders ORDER BY id LIMIT 30

SELECT id, sum(total) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW) AS others FROM orders ORDER BY id LIMIT 30

SELECT id, sum(total) OVER (ORDER BY total ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP) FROM orders WHERE id < 400 ORDER BY id LIMIT 30

SELECT id, count(*) OVER (ORDER BY total ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES) FROM orders WHERE id < 400 ORDER BY id LIMIT 30

SELECT id, count(*) OVER (ORDER BY total RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE NO OTHERS) FROM orders ORDER BY id LIMIT 30

SELECT user_id, id, row_number() OVER (PARTITION BY user_id ORDER BY created_at, id) AS nth FROM orders ORDER BY id LIMIT 60

SELECT user_id, id, created_at - lag(created_at) OVER (PARTITION BY user_id ORDER BY created_at, id) AS pause FROM orders ORDER BY id LIMIT 60

SELECT user_id, avg(pause) FROM (SELECT user_id, created_at - lag(created_at) OVER (PARTITION BY user_id ORDER BY created_at, id) AS pause FROM orders) s GROUP BY user_id ORDER BY user_id

SELECT user_id, id, lead(total, 2, 0) OVER (PARTITION BY user_id ORDER BY created_at, id) FROM orders ORDER BY id LIMIT 60

SELECT user_id, id, lag(total, 1, 0.0) OVER (PARTITION BY user_id ORDER BY id) FROM orders ORDER BY id LIMIT 60

SELECT user_id, id, first_value(total) OVER w, last_value(total) OVER w, nth_value(total, 2) OVER w FROM orders WINDOW w AS (PARTITION BY user_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY id LIMIT 40

SELECT country, name, score, rank() OVER (PARTITION BY country ORDER BY score DESC), dense_rank() OVER (PARTITION BY country ORDER BY score DESC) FROM users ORDER BY id

SELECT name, score, percent_rank() OVER (ORDER BY score), cume_dist() OVER (ORDER BY score) FROM users ORDER BY id LIMIT 50

SELECT name, score, ntile(10) OVER (ORDER BY score DESC, id) AS decile FROM users ORDER BY id

SELECT decile, count(*), min(score), max(score) FROM (SELECT score, ntile(10) OVER (ORDER BY score, id) AS decile FROM users) s GROUP BY decile ORDER BY decile

SELECT status, count(*), sum(count(*)) OVER () AS all_orders FROM orders GROUP BY status ORDER BY status

SELECT status, count(*), round(100.0 * count(*) / sum(count(*)) OVER (), 2) AS percent FROM orders GROUP BY status ORDER BY status

SELECT currency, status, sum(total), sum(sum(total)) OVER (PARTITION BY currency) AS of_currency FROM orders GROUP BY currency, status ORDER BY 1, 2

SELECT country, count(*), rank() OVER (ORDER BY count(*) DESC, country) FROM users GROUP BY country ORDER BY 3

SELECT month, revenue, avg(revenue) OVER (ORDER BY month ROWS 2 PRECEDING) AS three_months FROM (SELECT date_trunc('month', created_at) AS month, sum(total) AS revenue FROM orders GROUP BY 1) s ORDER BY month

SELECT month, revenue, revenue / first_value(revenue) OVER (ORDER BY month) - 1 AS since_start FROM (SELECT date_trunc('month', created_at) AS month, sum(total) AS revenue FROM orders GROUP BY 1) s ORDER BY month

SELECT month, revenue, max(revenue) OVER (ORDER BY month ROWS UNBOUNDED PRECEDING) AS best_so_far FROM (SELECT date_trunc('month', created_at) AS month, sum(total) AS revenue FROM orders GROUP BY 1) s ORDER BY month

SELECT month, currency, revenue, revenue - lag(revenue) OVER (PARTITION BY currency ORDER BY month) AS change FROM (SELECT date_trunc('month', created_at) AS month, currency, sum(total) AS revenue FROM orders GROUP BY 1, 2) s ORDER BY 1, 2

SELECT day, n, n - avg(n) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS off_average FROM (SELECT occurred_at::date AS day, count(*) AS n FROM events GROUP BY 1) s ORDER BY day

SELECT day, n FROM (SELECT day, n, avg(n) OVER () AS mean, stddev(n) OVER () AS spread FROM (SELECT created_at::date AS day, count(*) AS n FROM orders GROUP BY 1) d) s WHERE n > mean + 2 * spread ORDER BY day

SELECT user_id, count(*) FILTER (WHERE first), count(*) FROM (SELECT user_id, row_number() OVER (PARTITION BY user_id ORDER BY created_at, id) = 1 AS first FROM orders) s GROUP BY user_id ORDER BY user_id

SELECT id, user_id, total, total - avg(total) OVER (PARTITION BY user_id) AS off FROM orders ORDER BY id LIMIT 50

SELECT id, total, sum(total) OVER (PARTITION BY user_id, currency ORDER BY id) FROM orders ORDER BY id LIMIT 50

SELECT id, bool_or(total > 300) OVER (PARTITION BY user_id) AS ever_big FROM orders ORDER BY id LIMIT 50

SELECT id, string_agg(currency, '') OVER (PARTITION BY user_id ORDER BY id) FROM orders ORDER BY id LIMIT 30

SELECT id, array_agg(total) OVER (PARTITION BY user_id ORDER BY id ROWS 1 PRECEDING) FROM orders ORDER BY id LIMIT 30

SELECT id, count(*) FILTER (WHERE status = 'paid') OVER (PARTITION BY user_id ORDER BY id) AS paid_so_far FROM orders ORDER BY id LIMIT 50

SELECT id, percent_rank() OVER w, row_number() OVER w FROM orders WINDOW w AS (PARTITION BY status ORDER BY total, id) ORDER BY id LIMIT 30

SELECT id, sum(total) OVER (w ORDER BY id) FROM orders WINDOW w AS (PARTITION BY currency) ORDER BY id LIMIT 30

SELECT id, rank() OVER a, rank() OVER b FROM orders WINDOW a AS (ORDER BY total), b AS (PARTITION BY status ORDER BY total DESC) ORDER BY id LIMIT 30

SELECT id, count(*) OVER (PARTITION BY created_at::date) AS same_day FROM orders ORDER BY id LIMIT 30

SELECT id, count(*) OVER (PARTITION BY date_trunc('month', created_at), status) FROM orders ORDER BY id LIMIT 30

SELECT DISTINCT status, count(*) OVER (PARTITION BY status) FROM orders ORDER BY 1

SELECT user_id, session, count(*), min(occurred_at), max(occurred_at) - min(occurred_at) AS length FROM (SELECT user_id, occurred_at, sum(is_new) OVER (PARTITION BY user_id ORDER BY occurred_at, id) AS session FROM (SELECT id, user_id, occurred_at, CASE WHEN occurred_at - lag(occurred_at) OVER (PARTITION BY user_id ORDER BY occurred_at, id) < interval '12 days' THEN 0 ELSE 1 END AS is_new FROM events) a) b GROUP BY user_id, session ORDER BY 1, 2

SELECT island, min(day), max(day), count(*) FROM (SELECT day, day - (row_number() OVER (ORDER BY day))::int AS island FROM (SELECT DISTINCT created_at::date AS day FROM orders WHERE total > 250) d) s GROUP BY island ORDER BY island

SELECT name, occurred_at, lead(name) OVER (PARTITION BY user_id ORDER BY occurred_at, id) AS next FROM events ORDER BY id LIMIT 40

SELECT name, next, count(*) FROM (SELECT name, lead(name) OVER (PARTITION BY user_id ORDER BY occurred_at, id) AS next FROM events) s WHERE next IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2

SELECT status, total FROM (SELECT status, total, row_number() OVER (PARTITION BY status ORDER BY total DESC, id) AS place FROM orders) s WHERE place <= 5 ORDER BY status, place

SELECT user_id, total FROM (SELECT user_id, total, rank() OVER (PARTITION BY user_id ORDER BY total DESC) AS place FROM orders) s WHERE place = 1 GROUP BY 1, 2 ORDER BY 1

SELECT id, total, lag(total) OVER (ORDER BY id) < total AS rose FROM orders ORDER BY id LIMIT 20

SELECT sum(CASE WHEN total > before THEN 1 ELSE 0 END) AS rises, count(before) FROM (SELECT total, lag(total) OVER (ORDER BY id) AS before FROM orders) s

SELECT bucket, count(*) FROM (SELECT ceil(10 * percent_rank() OVER (ORDER BY total)) AS bucket FROM orders) s GROUP BY 1 ORDER BY 1

SELECT category, name, price, price / sum(price) OVER (PARTITION BY category) AS share FROM products ORDER BY id

SELECT category, name, price, price - min(price) OVER (PARTITION BY category) AS above_cheapest FROM products ORDER BY id

SELECT title, spent, sum(spent) OVER (ORDER BY starts_at, id) FROM marketing.campaigns ORDER BY id

SELECT revenue_share, count(*) FROM (SELECT user_id, ceil(10 * sum(revenue) OVER (ORDER BY revenue DESC, user_id) / sum(revenue) OVER ()) AS revenue_share FROM (SELECT user_id, sum(total) AS revenue FROM orders GROUP BY 1) u) s GROUP BY 1 ORDER BY 1

SELECT id, covar_pop(total, id) OVER (ORDER BY id ROWS 10 PRECEDING) FROM orders ORDER BY id LIMIT 20

SELECT id, stddev_samp(total) OVER (ORDER BY id ROWS 5 PRECEDING), var_pop(total) OVER (ORDER BY id ROWS 5 PRECEDING) FROM orders ORDER BY id LIMIT 20

SELECT n, lag(n, 3) OVER (ORDER BY n) FROM generate_series(1, 10) n

SELECT x, sum(x) OVER (ORDER BY x) FROM (VALUES (1), (2), (2), (3)) v(x)
