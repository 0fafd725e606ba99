SELECT strftime('%Y-%m', created_at) AS month, count(*) AS n FROM orders GROUP BY month ORDER BY month
SELECT date(created_at) AS day, sum(total) AS revenue FROM orders GROUP BY day ORDER BY day LIMIT 10
SELECT date('now') AS today
SELECT datetime('now') AS moment, date() AS day, time('now') AS clock
SELECT current_date, current_timestamp, current_time
SELECT count(*) FROM orders WHERE created_at >= date('now', '-300 days')
SELECT count(*) FROM orders WHERE created_at >= datetime('now', '-10 months', 'start of month')
SELECT date('now', 'localtime', '-1 day') AS yesterday
SELECT julianday(max(created_at)) - julianday(min(created_at)) AS days FROM orders
SELECT strftime('%w', created_at) AS weekday, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT CAST(strftime('%H', created_at) AS INTEGER) AS hour, count(*) FROM orders GROUP BY hour ORDER BY hour
SELECT unixepoch(created_at) AS seconds FROM orders ORDER BY id LIMIT 3
SELECT date(created_at, 'start of month', '+1 month', '-1 day') AS last_day FROM orders ORDER BY id LIMIT 3
SELECT date(1700000000, 'unixepoch') AS d
SELECT total(total) AS revenue, sum(quantity) AS q FROM orders JOIN order_items ON order_items.order_id = orders.id
SELECT group_concat(name, ', ') AS names FROM products WHERE id < 4
SELECT country, group_concat(DISTINCT country) AS same FROM users GROUP BY country ORDER BY country
SELECT count(*) FILTER (WHERE status = 'paid') AS paid, count(*) FILTER (WHERE status = 'new') AS fresh FROM orders
SELECT iif(score > 50, 'high', 'low') AS band, count(*) FROM users GROUP BY band ORDER BY band
SELECT ifnull(shipped_on, 'never') AS shipped FROM orders ORDER BY id LIMIT 5
SELECT instr(name, ' ') AS place FROM users ORDER BY id LIMIT 3
SELECT name || ' from ' || country AS who FROM users ORDER BY id LIMIT 3
SELECT printf('%.1f', total) AS text FROM orders ORDER BY id LIMIT 3
SELECT format('%05d', id) AS text FROM orders ORDER BY id LIMIT 3
SELECT typeof(total), typeof(note), typeof(shipped_on) FROM orders ORDER BY id LIMIT 3
SELECT max(1, 2, 3) AS most, min(4, 5) AS least
SELECT id FROM products WHERE name GLOB 'product 1*' ORDER BY id
SELECT id FROM products WHERE name LIKE 'PRODUCT 1_' ORDER BY id
SELECT id FROM products WHERE name LIKE 'product\_1%' ESCAPE '\' ORDER BY id
SELECT id FROM products WHERE name COLLATE NOCASE = 'PRODUCT 1'
SELECT id FROM users WHERE country IS NOT 'FR' ORDER BY id LIMIT 5
SELECT id FROM users WHERE country IS 'FR' ORDER BY id LIMIT 5
SELECT json_extract(extra, '$.gift') AS gift, count(*) FROM order_items GROUP BY 1 ORDER BY 1
SELECT id FROM order_items WHERE json_extract(extra, '$.n') = 3 ORDER BY id LIMIT 5
SELECT extra ->> '$.n' AS n, count(*) FROM order_items GROUP BY n ORDER BY n
SELECT extra -> '$.n' AS n FROM order_items ORDER BY id LIMIT 3
SELECT json_valid(extra) AS fine, count(*) FROM order_items GROUP BY fine
SELECT json_object('name', name, 'price', price) AS j FROM products ORDER BY id LIMIT 2
SELECT json_group_array(name) AS names FROM products WHERE id < 3
SELECT [id], "name" FROM [users] ORDER BY `id` LIMIT 3
SELECT main.users.name FROM main.users ORDER BY main.users.id LIMIT 3
SELECT id FROM users WHERE score == 20 ORDER BY id
SELECT id FROM users WHERE score <> 20 AND score != 21 ORDER BY id LIMIT 4
SELECT score / 10 AS tens, count(*) FROM users GROUP BY tens ORDER BY tens
SELECT score & 3 AS bits, score | 1 AS odd, score << 1 AS twice, score >> 1 AS half, ~score AS inverse FROM users ORDER BY id LIMIT 3
SELECT round(sqrt(score), 3) AS root, power(score, 2) AS square, ln(score) > 1 AS big FROM users ORDER BY id LIMIT 3
SELECT ceil(total / 7.0) AS up, floor(total / 7.0) AS down FROM orders ORDER BY id LIMIT 3
SELECT name FROM users ORDER BY score DESC NULLS LAST, id LIMIT 3
SELECT name FROM users ORDER BY name COLLATE NOCASE LIMIT 3
SELECT high.name FROM (SELECT name, score AS points FROM users WHERE points > 80) AS high ORDER BY 1
SELECT name AS who FROM users WHERE who LIKE 'user 2%' ORDER BY who
SELECT u.name FROM users u RIGHT JOIN orders o ON o.user_id = u.id ORDER BY o.id LIMIT 3
SELECT count(*) FROM users u FULL JOIN orders o ON o.user_id = u.id
SELECT hex(name) AS h, quote(name) AS q, unicode(name) AS u, char(65, 66) AS c FROM users ORDER BY id LIMIT 2
SELECT total > 100 AS big, count(*) FROM orders GROUP BY big ORDER BY big
SELECT TRUE AS yes, FALSE AS no, 1 = 1 AS same
SELECT sum(total) FILTER (WHERE status = 'paid') OVER (PARTITION BY user_id) AS paid FROM orders ORDER BY id LIMIT 5
SELECT percent_rank() OVER (ORDER BY score) AS share, cume_dist() OVER (ORDER BY score) AS up_to FROM users ORDER BY id LIMIT 3
WITH months AS MATERIALIZED (SELECT strftime('%Y-%m', created_at) AS month, total FROM orders) SELECT month, sum(total) FROM months GROUP BY month ORDER BY month
WITH RECURSIVE days(day) AS (SELECT date('2026-01-01') UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < '2026-01-10') SELECT days.day, count(o.id) AS n FROM days LEFT JOIN orders o ON date(o.created_at) = days.day GROUP BY days.day ORDER BY days.day
WITH firsts AS (SELECT user_id, min(date(created_at)) AS day FROM orders GROUP BY user_id) SELECT strftime('%Y-%m', f.day) AS cohort, CAST((julianday(date(o.created_at)) - julianday(f.day)) / 30 AS INTEGER) AS later, count(DISTINCT o.user_id) AS users FROM firsts f JOIN orders o ON o.user_id = f.user_id GROUP BY cohort, later ORDER BY cohort, later
SELECT column1, column2 FROM (VALUES (1, 'low'), (2, 'high')) ORDER BY column1
WITH v(n, label) AS (VALUES (0, 'low'), (50, 'high')) SELECT v.label, count(u.id) FROM v LEFT JOIN users u ON u.score >= v.n GROUP BY v.label ORDER BY 1
VALUES (1, 'a'), (2, 'b')
SELECT e.key, e.value, count(*) FROM order_items AS i, json_each(i.extra) AS e GROUP BY e.key, e.value ORDER BY 1, 2
SELECT json_each.value FROM order_items, json_each(order_items.extra, '$.n') WHERE order_items.id < 20 ORDER BY order_items.id
SELECT t.fullkey, t.atom FROM json_tree('{"a": [1, 2]}') AS t
SELECT CAST(total AS REAL) / 3 FROM orders ORDER BY id LIMIT 3
SELECT hex(x'1F') AS h
