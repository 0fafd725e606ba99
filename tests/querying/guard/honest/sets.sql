SELECT country FROM users UNION SELECT category FROM products ORDER BY 1

SELECT 'user' AS kind, count(*) FROM users UNION ALL SELECT 'order', count(*) FROM orders UNION ALL SELECT 'event', count(*) FROM events ORDER BY 1

SELECT user_id FROM orders WHERE currency = 'EUR' INTERSECT SELECT user_id FROM orders WHERE currency = 'USD' ORDER BY 1

SELECT user_id FROM orders WHERE currency = 'EUR' EXCEPT SELECT user_id FROM orders WHERE currency = 'USD' ORDER BY 1

SELECT id FROM users EXCEPT ALL SELECT user_id FROM orders ORDER BY 1

SELECT user_id FROM orders INTERSECT ALL SELECT user_id FROM events ORDER BY 1

(SELECT name, score FROM users ORDER BY score DESC, id LIMIT 3) UNION ALL (SELECT name, score FROM users ORDER BY score, id LIMIT 3)

SELECT day, sum(n) FROM (SELECT created_at::date AS day, count(*) AS n FROM orders GROUP BY 1 UNION ALL SELECT occurred_at::date, count(*) FROM events GROUP BY 1) s GROUP BY day ORDER BY day

SELECT * FROM (VALUES (1, 'low'), (2, 'middle'), (3, 'high')) AS levels(n, label) ORDER BY n

SELECT l.label, count(*) FROM users u JOIN (VALUES ('low', 0, 30), ('middle', 30, 60), ('high', 60, 200)) AS l(label, low, high) ON u.score >= l.low AND u.score < l.high GROUP BY l.label ORDER BY 1

SELECT c.code, c.land, count(u.id) FROM (VALUES ('FR', 'France'), ('US', 'United States'), ('JP', 'Japan')) AS c(code, land) LEFT JOIN users u ON u.country = c.code GROUP BY 1, 2 ORDER BY 1

VALUES (1, 'a', true), (2, 'b', false), (3, NULL, NULL)

VALUES ((SELECT count(*) FROM users)), ((SELECT count(*) FROM orders))

VALUES (3), (1), (2) ORDER BY 1 DESC LIMIT 2

SELECT DISTINCT status FROM orders ORDER BY status

SELECT DISTINCT country, score > 50 AS good FROM users ORDER BY 1, 2

SELECT DISTINCT ON (user_id) user_id, id, total FROM orders ORDER BY user_id, created_at DESC, id

SELECT DISTINCT ON (status, currency) status, currency, id, total FROM orders ORDER BY status, currency, total DESC, id

SELECT DISTINCT ON (created_at::date) created_at::date AS day, id FROM orders WHERE id < 200 ORDER BY created_at::date, total DESC, id

SELECT count(*) FROM (SELECT DISTINCT user_id, currency FROM orders) s

SELECT name FROM users WHERE EXISTS (SELECT 1 FROM orders WHERE orders.user_id = users.id AND total > 305) ORDER BY name

SELECT name FROM users u WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.status = 'cancelled') ORDER BY name

SELECT name FROM users WHERE id IN (SELECT user_id FROM orders GROUP BY user_id HAVING sum(total) > 1500) ORDER BY name

SELECT name FROM users WHERE id NOT IN (SELECT user_id FROM orders WHERE user_id IS NOT NULL) ORDER BY name

SELECT name FROM users WHERE (country, score) IN (SELECT country, max(score) FROM users GROUP BY country) ORDER BY name

SELECT name FROM users WHERE score >= ALL (SELECT score FROM users) ORDER BY name

SELECT name FROM users WHERE score > SOME (SELECT score FROM users WHERE country = 'FR') ORDER BY name LIMIT 5

SELECT name FROM users u WHERE score > (SELECT avg(score) FROM users v WHERE v.country = u.country) ORDER BY name

SELECT name, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) AS orders, (SELECT coalesce(sum(total), 0) FROM orders o WHERE o.user_id = u.id) AS revenue FROM users u ORDER BY id LIMIT 20

SELECT (SELECT name FROM users ORDER BY score DESC, id LIMIT 1) AS best, (SELECT count(*) FROM orders) AS orders

SELECT u.name, last.total, last.created_at FROM users u CROSS JOIN LATERAL (SELECT total, created_at FROM orders o WHERE o.user_id = u.id ORDER BY created_at DESC, id DESC LIMIT 1) last ORDER BY u.id LIMIT 20

SELECT u.name, top.name, top.n FROM users u LEFT JOIN LATERAL (SELECT e.name, count(*) AS n FROM events e WHERE e.user_id = u.id GROUP BY e.name ORDER BY 2 DESC, 1 LIMIT 2) top ON true ORDER BY u.id, 3 DESC, 2 LIMIT 20

SELECT p.name, best.quantity FROM products p, LATERAL (SELECT quantity FROM order_items oi WHERE oi.product_id = p.id ORDER BY quantity DESC, id LIMIT 1) best ORDER BY p.id

SELECT u.id, x.a, x.b FROM users u, LATERAL (VALUES (u.score, u.score * 2)) x(a, b) ORDER BY u.id LIMIT 5

SELECT u.id, n FROM users u, LATERAL generate_series(1, u.id % 3 + 1) n ORDER BY 1, 2 LIMIT 10

SELECT a.name, b.name FROM users a JOIN users b ON b.country = a.country AND b.score = a.score AND b.id > a.id ORDER BY a.id, b.id LIMIT 20

SELECT o1.id, o2.id FROM orders o1 JOIN orders o2 ON o2.user_id = o1.user_id AND o2.created_at > o1.created_at AND o2.created_at < o1.created_at + interval '1 day' ORDER BY 1, 2 LIMIT 20

SELECT u.country, count(DISTINCT o.user_id) AS buyers, count(DISTINCT u.id) AS people FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.country ORDER BY 1

SELECT u.name, o.id, oi.quantity, p.name FROM users u JOIN orders o ON o.user_id = u.id JOIN order_items oi ON oi.order_id = o.id JOIN products p ON p.id = oi.product_id ORDER BY oi.id LIMIT 20

SELECT p.category, sum(oi.quantity * oi.unit_price) FROM order_items oi JOIN products p ON p.id = oi.product_id JOIN orders o ON o.id = oi.order_id WHERE o.status = 'paid' GROUP BY p.category ORDER BY 1

SELECT u.country, p.category, sum(oi.quantity) FROM users u JOIN orders o ON o.user_id = u.id JOIN order_items oi ON oi.order_id = o.id JOIN products p ON p.id = oi.product_id GROUP BY 1, 2 ORDER BY 1, 2

SELECT a.product_id, b.product_id, count(*) FROM order_items a JOIN order_items b ON a.order_id = b.order_id AND a.product_id < b.product_id GROUP BY 1, 2 HAVING count(*) > 10 ORDER BY 3 DESC, 1, 2 LIMIT 10

SELECT coalesce(o.day, e.day) AS day, o.n, e.n FROM (SELECT created_at::date AS day, count(*) AS n FROM orders GROUP BY 1) o FULL JOIN (SELECT occurred_at::date AS day, count(*) AS n FROM events GROUP BY 1) e USING (day) ORDER BY 1

SELECT day, o.n AS orders, e.n AS events FROM (SELECT created_at::date AS day, count(*) AS n FROM orders GROUP BY 1) o NATURAL JOIN (SELECT occurred_at::date AS day, count(*) AS m, max(id) AS n2 FROM events GROUP BY 1) e2 JOIN (SELECT occurred_at::date AS day, count(*) AS n FROM events GROUP BY 1) e USING (day) ORDER BY day

SELECT u.id, c.title FROM users u LEFT JOIN marketing.campaigns c ON c."userId" = u.id WHERE u.id < 60 ORDER BY 1, 2

SELECT u.name FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.id IS NULL ORDER BY u.name

SELECT count(*) FROM users u RIGHT JOIN orders o ON o.user_id = u.id AND u.country = 'FR' WHERE u.id IS NULL

SELECT x.id, y.id FROM (SELECT id FROM users WHERE id < 5) x CROSS JOIN (SELECT id FROM products WHERE id < 4) y ORDER BY 1, 2

SELECT j.name, j.total FROM (users u JOIN orders o ON o.user_id = u.id) AS j(uid, org, name, email, born, country, score, tags, since, oid, user_id, status, total) ORDER BY j.oid LIMIT 5

SELECT id, u.name, o.total FROM users u JOIN orders o USING (id) WHERE id < 30 ORDER BY id

SELECT s.id FROM users u JOIN orders o USING (id) AS s ORDER BY s.id LIMIT 5

SELECT (country, score) = ('FR', 50) AS hit, count(*) FROM users GROUP BY 1 ORDER BY 1

SELECT name FROM users WHERE (score, id) < (20, 100) ORDER BY score, id LIMIT 10

SELECT name FROM users WHERE (score, id) > (50, 10) ORDER BY score, id LIMIT 10

SELECT ROW(1, 'a') = ROW(1, 'a'), ROW(1, 2) < ROW(1, 3), (1, NULL) IS NULL, ROW(1, 2) IS NOT NULL

SELECT name FROM users ORDER BY score DESC NULLS LAST, name ASC NULLS FIRST LIMIT 10 OFFSET 5

SELECT name FROM users ORDER BY country = 'FR' DESC, score DESC, id FETCH FIRST 10 ROWS ONLY

SELECT name, score FROM users ORDER BY score DESC FETCH FIRST 5 ROWS WITH TIES

SELECT name AS n FROM users ORDER BY n LIMIT 5

SELECT name, score FROM users ORDER BY 2 DESC, 1 LIMIT 5

SELECT * FROM products ORDER BY category, price DESC, id

SELECT p.* FROM products p WHERE p.id % 2 = 0 ORDER BY p.id

SELECT count(*) FROM (SELECT 1 FROM orders LIMIT 100) s

TABLE products ORDER BY id LIMIT 3
