WITH buyers AS (SELECT DISTINCT user_id FROM orders) SELECT count(*) FROM buyers

WITH revenue AS (SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id) SELECT u.country, avg(r.total) FROM users u JOIN revenue r ON r.user_id = u.id GROUP BY 1 ORDER BY 1

WITH revenue AS (SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id), ranked AS (SELECT *, ntile(5) OVER (ORDER BY total DESC, user_id) AS fifth FROM revenue) SELECT fifth, count(*), sum(total) FROM ranked GROUP BY fifth ORDER BY fifth

WITH a AS (SELECT 1 AS n), b AS (SELECT n + 1 AS n FROM a), c AS (SELECT n * 2 AS n FROM b) SELECT * FROM a UNION ALL SELECT * FROM b UNION ALL SELECT * FROM c

WITH t(day, n) AS (SELECT created_at::date, count(*) FROM orders GROUP BY 1) SELECT avg(n), max(n), min(n) FROM t

WITH recent AS MATERIALIZED (SELECT * FROM orders WHERE created_at >= '2026-06-01') SELECT status, count(*) FROM recent GROUP BY 1 ORDER BY 1

WITH recent AS NOT MATERIALIZED (SELECT * FROM orders WHERE created_at >= '2026-06-01') SELECT currency, sum(total) FROM recent GROUP BY 1 ORDER BY 1

WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 20) SELECT sum(i) FROM n

WITH RECURSIVE days AS (SELECT date '2025-07-01' AS day UNION ALL SELECT day + 1 FROM days WHERE day < date '2025-07-31') SELECT d.day, count(o.id) FROM days d LEFT JOIN orders o ON o.created_at::date = d.day GROUP BY 1 ORDER BY 1

WITH RECURSIVE months AS (SELECT timestamp '2025-06-01' AS m UNION ALL SELECT m + interval '1 month' FROM months WHERE m < timestamp '2026-05-01') SELECT m::date, (SELECT count(*) FROM orders WHERE created_at >= m AND created_at < m + interval '1 month') AS n FROM months ORDER BY m

WITH RECURSIVE fib(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM fib WHERE b < 1000) SELECT a FROM fib ORDER BY a

WITH RECURSIVE t(n, factor) AS (VALUES (1, 1::numeric) UNION ALL SELECT n + 1, factor * (n + 1) FROM t WHERE n < 15) SELECT * FROM t ORDER BY n

WITH RECURSIVE path AS (SELECT 1 AS n, ARRAY[1] AS seen UNION ALL SELECT n + 1, seen || (n + 1) FROM path WHERE n < 5) SELECT * FROM path ORDER BY n

WITH RECURSIVE tree(id, parent) AS (VALUES (1, NULL::int), (2, 1), (3, 1), (4, 2)), down AS (SELECT id, 0 AS depth FROM tree WHERE parent IS NULL UNION ALL SELECT t.id, d.depth + 1 FROM tree t JOIN down d ON t.parent = d.id) SELECT * FROM down ORDER BY id

WITH RECURSIVE u(id) AS (SELECT min(id) FROM users UNION SELECT (SELECT min(v.id) FROM users v WHERE v.id > u.id) FROM u WHERE u.id IS NOT NULL) SELECT count(id) FROM u

WITH first AS (SELECT user_id, min(created_at) AS at FROM orders GROUP BY user_id) SELECT date_trunc('month', at) AS month, count(*) AS new_buyers FROM first GROUP BY 1 ORDER BY 1

WITH first AS (SELECT user_id, min(created_at) AS at FROM orders GROUP BY user_id) SELECT date_trunc('month', o.created_at) AS month, count(DISTINCT o.user_id) FILTER (WHERE o.created_at = f.at) AS new, count(DISTINCT o.user_id) FILTER (WHERE o.created_at > f.at) AS back FROM orders o JOIN first f ON f.user_id = o.user_id GROUP BY 1 ORDER BY 1

WITH first AS (SELECT user_id, min(created_at) AS at FROM orders GROUP BY user_id), second AS (SELECT o.user_id, min(o.created_at) AS at FROM orders o JOIN first f ON f.user_id = o.user_id AND o.created_at > f.at GROUP BY o.user_id) SELECT avg(s.at - f.at), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.at - f.at)) / 86400 AS days FROM first f JOIN second s ON s.user_id = f.user_id

WITH monthly AS (SELECT DISTINCT user_id, date_trunc('month', created_at) AS month FROM orders) SELECT a.month, count(*) AS buyers, count(b.user_id) AS still_next_month FROM monthly a LEFT JOIN monthly b ON b.user_id = a.user_id AND b.month = a.month + interval '1 month' GROUP BY 1 ORDER BY 1

WITH monthly AS (SELECT DISTINCT user_id, date_trunc('month', created_at) AS month FROM orders) SELECT a.month, count(*) FILTER (WHERE b.user_id IS NULL) AS lost, round(100.0 * count(*) FILTER (WHERE b.user_id IS NULL) / count(*), 1) AS churn FROM monthly a LEFT JOIN monthly b ON b.user_id = a.user_id AND b.month = a.month + interval '1 month' GROUP BY 1 ORDER BY 1

WITH cohorts AS (SELECT user_id, date_trunc('month', min(created_at)) AS cohort FROM orders GROUP BY user_id), sizes AS (SELECT cohort, count(*) AS size FROM cohorts GROUP BY cohort) SELECT c.cohort, (extract(year FROM o.created_at) - extract(year FROM c.cohort)) * 12 + extract(month FROM o.created_at) - extract(month FROM c.cohort) AS month, count(DISTINCT o.user_id) AS active, round(100.0 * count(DISTINCT o.user_id) / max(s.size), 1) AS percent FROM cohorts c JOIN orders o ON o.user_id = c.user_id JOIN sizes s ON s.cohort = c.cohort GROUP BY 1, 2 ORDER BY 1, 2

WITH visits AS (SELECT user_id, min(occurred_at) AS at FROM events WHERE name = 'visit' GROUP BY user_id), signups AS (SELECT e.user_id, min(e.occurred_at) AS at FROM events e JOIN visits v ON v.user_id = e.user_id AND e.occurred_at > v.at WHERE e.name = 'signup' GROUP BY e.user_id), purchases AS (SELECT e.user_id, min(e.occurred_at) AS at FROM events e JOIN signups s ON s.user_id = e.user_id AND e.occurred_at > s.at WHERE e.name = 'purchase' GROUP BY e.user_id) SELECT (SELECT count(*) FROM visits) AS visits, (SELECT count(*) FROM signups) AS signups, (SELECT count(*) FROM purchases) AS purchases

WITH daily AS (SELECT occurred_at::date AS day, count(DISTINCT user_id) AS dau FROM events GROUP BY 1), monthly AS (SELECT date_trunc('month', occurred_at)::date AS month, count(DISTINCT user_id) AS mau FROM events GROUP BY 1) SELECT m.month, m.mau, round(avg(d.dau), 2) AS dau, round(avg(d.dau) / m.mau, 3) AS stickiness FROM monthly m JOIN daily d ON date_trunc('month', d.day)::date = m.month GROUP BY 1, 2 ORDER BY 1

WITH r AS (SELECT user_id, max(created_at) AS last, count(*) AS frequency, sum(total) AS money FROM orders GROUP BY user_id) SELECT CASE WHEN last >= timestamptz '2026-10-01' THEN 'active' WHEN last >= timestamptz '2026-07-01' THEN 'cooling' ELSE 'gone' END AS state, count(*), avg(frequency), avg(money) FROM r GROUP BY 1 ORDER BY 1

WITH scored AS (SELECT user_id, ntile(4) OVER (ORDER BY max(created_at), user_id) AS r, ntile(4) OVER (ORDER BY count(*), user_id) AS f, ntile(4) OVER (ORDER BY sum(total), user_id) AS m FROM orders GROUP BY user_id) SELECT r, f, m, count(*) FROM scored GROUP BY 1, 2, 3 ORDER BY 1, 2, 3

WITH totals AS (SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id), running AS (SELECT user_id, sum(total) OVER (ORDER BY total DESC, user_id) / sum(total) OVER () AS share FROM totals) SELECT count(*) FILTER (WHERE share <= 0.8) AS best, count(*) AS everyone FROM running

WITH this AS (SELECT sum(total) AS revenue FROM orders WHERE created_at >= '2026-03-01' AND created_at < '2026-04-01'), last AS (SELECT sum(total) AS revenue FROM orders WHERE created_at >= '2026-02-01' AND created_at < '2026-03-01') SELECT this.revenue, last.revenue, round(100 * (this.revenue - last.revenue) / last.revenue, 1) AS change FROM this, last

WITH spread AS (SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY total) AS q1, percentile_cont(0.75) WITHIN GROUP (ORDER BY total) AS q3 FROM orders) SELECT count(*) FROM orders, spread WHERE total > q3 + 1.5 * (q3 - q1) OR total < q1 - 1.5 * (q3 - q1)

WITH baskets AS (SELECT order_id, count(*) AS lines, sum(quantity) AS pieces, sum(quantity * unit_price) AS value FROM order_items GROUP BY order_id) SELECT lines, count(*), avg(value), max(pieces) FROM baskets GROUP BY lines ORDER BY lines

WITH best AS (SELECT product_id, sum(quantity) AS n FROM order_items GROUP BY product_id ORDER BY n DESC, product_id LIMIT 5) SELECT p.name, b.n, p.price FROM best b JOIN products p ON p.id = b.product_id ORDER BY b.n DESC, p.id

WITH by_month AS (SELECT p.category, date_trunc('month', o.created_at) AS month, sum(oi.quantity * oi.unit_price) AS revenue FROM order_items oi JOIN orders o ON o.id = oi.order_id JOIN products p ON p.id = oi.product_id GROUP BY 1, 2) SELECT category, month, revenue, revenue - lag(revenue) OVER (PARTITION BY category ORDER BY month) AS change FROM by_month ORDER BY 1, 2

WITH gaps AS (SELECT user_id, created_at, lag(created_at) OVER (PARTITION BY user_id ORDER BY created_at, id) AS before FROM orders) SELECT CASE WHEN created_at - before < interval '7 days' THEN 'week' WHEN created_at - before < interval '30 days' THEN 'month' ELSE 'longer' END AS pause, count(*) FROM gaps WHERE before IS NOT NULL GROUP BY 1 ORDER BY 1

WITH calendar AS (SELECT d::date AS day FROM generate_series(timestamp '2025-09-01', timestamp '2025-09-30', interval '1 day') d) SELECT c.day, coalesce(sum(o.total), 0) AS revenue, count(o.id) AS n FROM calendar c LEFT JOIN orders o ON o.created_at::date = c.day GROUP BY c.day ORDER BY c.day

WITH calendar AS (SELECT generate_series(date '2025-07-01', date '2025-12-01', interval '1 month') AS month) SELECT c.month::date, s.status, count(o.id) FROM calendar c CROSS JOIN (SELECT DISTINCT status FROM orders) s LEFT JOIN orders o ON date_trunc('month', o.created_at AT TIME ZONE 'UTC') = c.month AND o.status = s.status GROUP BY 1, 2 ORDER BY 1, 2

WITH hours AS (SELECT h FROM generate_series(0, 23) h) SELECT h, count(e.id) FROM hours LEFT JOIN events e ON extract(hour FROM e.occurred_at) = h GROUP BY h ORDER BY h

WITH active AS (SELECT user_id, occurred_at::date AS day FROM events GROUP BY 1, 2), grouped AS (SELECT user_id, day, day - (row_number() OVER (PARTITION BY user_id ORDER BY day))::int AS run FROM active) SELECT user_id, max(n) AS longest FROM (SELECT user_id, run, count(*) AS n FROM grouped GROUP BY 1, 2) s GROUP BY user_id ORDER BY 2 DESC, 1 LIMIT 20

WITH sequenced AS (SELECT user_id, name, row_number() OVER (PARTITION BY user_id ORDER BY occurred_at, id) AS nth FROM events) SELECT path, count(*) FROM (SELECT user_id, string_agg(name, ' > ' ORDER BY nth) AS path FROM sequenced WHERE nth <= 3 GROUP BY user_id) s GROUP BY path ORDER BY 2 DESC, 1

WITH e AS (SELECT user_id, bool_or(name = 'purchase') AS bought, count(*) AS n FROM events GROUP BY user_id) SELECT bought, count(*), avg(n) FROM e GROUP BY bought ORDER BY bought

WITH w AS (SELECT date_trunc('week', created_at) AS week, count(*) AS n FROM orders GROUP BY 1) SELECT week, n, round(avg(n) OVER (ORDER BY week ROWS BETWEEN 3 PRECEDING AND CURRENT ROW), 1) AS smooth, n > 1.2 * avg(n) OVER (ORDER BY week ROWS BETWEEN 4 PRECEDING AND 1 PRECEDING) AS jump FROM w ORDER BY week

WITH y AS (SELECT extract(year FROM created_at) AS year, extract(month FROM created_at) AS month, sum(total) AS revenue FROM orders GROUP BY 1, 2) SELECT a.month, a.revenue AS y2025, b.revenue AS y2026 FROM y a JOIN y b ON b.month = a.month AND b.year = a.year + 1 ORDER BY 1

WITH s AS (SELECT status, count(*) AS n FROM orders GROUP BY status) SELECT max(n) FILTER (WHERE status = 'new') AS new, max(n) FILTER (WHERE status = 'paid') AS paid, max(n) FILTER (WHERE status = 'shipped') AS shipped FROM s

WITH trend AS (SELECT extract(epoch FROM created_at::date) / 86400 AS x, sum(total) AS y FROM orders GROUP BY created_at::date) SELECT round(regr_slope(y, x)::numeric, 4), round(regr_r2(y, x)::numeric, 4) FROM trend

WITH x AS (SELECT country, count(*) AS n FROM users GROUP BY country) SELECT a.country, b.country, a.n - b.n AS more FROM x a CROSS JOIN x b WHERE a.country < b.country ORDER BY 1, 2

WITH target AS (SELECT * FROM (VALUES ('FR', 30), ('US', 50)) v(country, wanted)) SELECT t.country, count(u.id) AS reached, t.wanted, count(u.id) >= t.wanted AS done FROM target t LEFT JOIN users u ON u.country = t.country GROUP BY t.country, t.wanted ORDER BY 1

WITH spend AS (SELECT c.id, c.title, c.spent, count(o.id) AS orders FROM marketing.campaigns c LEFT JOIN orders o ON o.created_at >= c.starts_at AND o.created_at < c.starts_at + interval '7 days' GROUP BY c.id, c.title, c.spent) SELECT title, spent / nullif(orders, 0) AS cost_per_order FROM spend ORDER BY id

SELECT * FROM (WITH s AS (SELECT country, max(score) AS best FROM users GROUP BY country) SELECT * FROM s WHERE best > 50) t ORDER BY 1

SELECT u.name, (WITH o AS (SELECT total FROM orders WHERE user_id = u.id) SELECT max(total) FROM o) AS biggest FROM users u ORDER BY u.id LIMIT 10

WITH o AS (SELECT id, user_id FROM orders WHERE status = 'paid') SELECT count(*) FROM users WHERE id IN (SELECT user_id FROM o) AND EXISTS (SELECT 1 FROM o WHERE o.user_id = users.id AND o.id > 1000)
