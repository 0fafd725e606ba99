SELECT count(*) FROM users
SELECT * FROM products
SELECT * FROM users ORDER BY id
SELECT u.* FROM users AS u WHERE u.id < 20
SELECT id, name FROM users WHERE country = 'FR' ORDER BY name DESC
SELECT DISTINCT country FROM users
SELECT country, count(*) FROM users GROUP BY country ORDER BY 2 DESC, 1
SELECT country, count(*) AS people FROM users GROUP BY country HAVING count(*) > 5 ORDER BY people DESC, country
SELECT country AS land, avg(score) AS mean FROM users GROUP BY land ORDER BY mean
SELECT count(DISTINCT country) AS countries FROM users
SELECT min(score), max(score), sum(score), avg(score) FROM users
SELECT name FROM users WHERE score BETWEEN 10 AND 30 ORDER BY score, id
SELECT name FROM users WHERE country IN ('FR', 'DE') ORDER BY id
SELECT name FROM users WHERE country NOT IN ('FR', 'DE') ORDER BY id
SELECT name FROM users WHERE name LIKE 'user 1%' ORDER BY id
SELECT name FROM users WHERE name NOT LIKE '%1%' ORDER BY id
SELECT name FROM users WHERE country = 'FR' AND (score > 50 OR score < 20) ORDER BY id
SELECT name FROM users WHERE NOT (country = 'FR') AND score >= 40 ORDER BY id LIMIT 10
SELECT name FROM users ORDER BY score DESC, id LIMIT 5
SELECT name FROM users ORDER BY id LIMIT 5 OFFSET 10
SELECT id, shipped_on FROM orders WHERE shipped_on IS NULL ORDER BY id LIMIT 20
SELECT count(*) FROM orders WHERE shipped_on IS NOT NULL
SELECT upper(name), lower(country) FROM users ORDER BY id LIMIT 10
SELECT trim(name) AS name FROM users ORDER BY id LIMIT 10
SELECT substr(name, 1, 4) AS start, count(*) FROM users GROUP BY substr(name, 1, 4)
SELECT coalesce(shipped_on, '2026-01-01') AS d FROM orders WHERE id < 20 AND shipped_on IS NULL
SELECT nullif(country, 'FR') AS c, count(*) FROM users GROUP BY nullif(country, 'FR')
SELECT round(avg(total), 2) AS mean FROM orders
SELECT CASE WHEN score < 30 THEN 'low' WHEN score < 60 THEN 'middle' ELSE 'high' END AS band, count(*) AS n FROM users GROUP BY band ORDER BY band
SELECT CASE country WHEN 'FR' THEN 'France' WHEN 'DE' THEN 'Germany' END AS land, count(*) FROM users GROUP BY 1
SELECT sum(CASE WHEN status = 'paid' THEN 1 ELSE 0 END) AS paid, count(*) AS everything FROM orders
SELECT u.name, o.id FROM users u JOIN orders o ON o.user_id = u.id WHERE o.total > 200 ORDER BY o.id
SELECT u.country, sum(o.total) AS revenue FROM users AS u INNER JOIN orders AS o ON o.user_id = u.id GROUP BY u.country ORDER BY revenue DESC
SELECT u.name, count(o.id) AS orders FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id, u.name ORDER BY orders DESC, u.name LIMIT 10
SELECT u.name FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.id IS NULL ORDER BY u.id
SELECT u.name FROM users u LEFT JOIN orders o ON o.user_id = u.id AND o.status = 'paid' WHERE o.id IS NULL ORDER BY u.id
SELECT p.category, sum(i.quantity) AS sold FROM order_items i JOIN products p ON p.id = i.product_id GROUP BY p.category ORDER BY sold DESC
SELECT p.name, count(*) AS lines FROM order_items i, products p WHERE p.id = i.product_id GROUP BY p.name ORDER BY lines DESC, p.name LIMIT 5
SELECT u.country, p.category, count(*) AS n FROM users u JOIN orders o ON o.user_id = u.id JOIN order_items i ON i.order_id = o.id JOIN products p ON p.id = i.product_id GROUP BY u.country, p.category ORDER BY 1, 2
SELECT a.name, b.name FROM users a JOIN users b ON a.country = b.country AND a.id < b.id WHERE a.id < 10 ORDER BY a.id, b.id LIMIT 30
SELECT a.id, b.id FROM products a CROSS JOIN products b WHERE a.id < 3 AND b.id < 3 ORDER BY 1, 2
SELECT name FROM users WHERE id IN (SELECT user_id FROM orders WHERE total > 300) ORDER BY id
SELECT name FROM users WHERE id NOT IN (SELECT user_id FROM orders WHERE status = 'cancelled') ORDER BY id
SELECT name FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.total > 300) ORDER BY u.id
SELECT name FROM users u WHERE NOT EXISTS (SELECT * FROM orders o WHERE o.user_id = u.id) ORDER BY u.id
SELECT name, (SELECT count(*) FROM orders o WHERE o.user_id = users.id) AS orders FROM users ORDER BY orders DESC, id LIMIT 5
SELECT name FROM users WHERE score > (SELECT avg(score) FROM users) ORDER BY id
SELECT * FROM (SELECT country, count(*) AS n FROM users GROUP BY country) AS c WHERE c.n > 10 ORDER BY c.n
SELECT avg(n) FROM (SELECT user_id, count(*) AS n FROM orders GROUP BY user_id) AS per_user
WITH c AS (SELECT country, count(*) AS n FROM users GROUP BY country) SELECT * FROM c ORDER BY n DESC, country
WITH paid AS (SELECT * FROM orders WHERE status = 'paid') SELECT u.name, sum(p.total) AS spent FROM paid p JOIN users u ON u.id = p.user_id GROUP BY u.name ORDER BY spent DESC, u.name LIMIT 3
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT a.x, b.y FROM a, b
WITH totals(customer, spent) AS (SELECT user_id, sum(total) FROM orders GROUP BY user_id) SELECT customer FROM totals WHERE spent > 1000 ORDER BY customer
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) SELECT i FROM n ORDER BY i
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8) SELECT n.i, count(u.id) FROM n LEFT JOIN users u ON u.score = n.i GROUP BY n.i ORDER BY n.i
SELECT country FROM users UNION SELECT category FROM products ORDER BY 1
SELECT name FROM users WHERE id < 5 UNION ALL SELECT name FROM products WHERE id < 5 ORDER BY name
SELECT country FROM users EXCEPT SELECT 'FR' ORDER BY 1
SELECT country FROM users INTERSECT SELECT 'FR'
SELECT name, row_number() OVER (ORDER BY score DESC, id) AS place FROM users ORDER BY place LIMIT 5
SELECT name, rank() OVER (PARTITION BY country ORDER BY score DESC) AS place FROM users ORDER BY id LIMIT 30
SELECT country, name FROM (SELECT country, name, row_number() OVER (PARTITION BY country ORDER BY score DESC, id) AS place FROM users) AS ranked WHERE place <= 2 ORDER BY country, name
SELECT id, total, sum(total) OVER (ORDER BY id) AS running FROM orders ORDER BY id LIMIT 20
SELECT id, avg(total) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS moving FROM orders ORDER BY id LIMIT 20
SELECT id, lag(total) OVER (ORDER BY id) AS before_it, lead(total, 2) OVER (ORDER BY id) AS later FROM orders ORDER BY id LIMIT 20
SELECT status, count(*) AS n, count(*) * 100.0 / sum(count(*)) OVER () AS share FROM orders GROUP BY status ORDER BY status
SELECT id, first_value(total) OVER w AS first_one, dense_rank() OVER w AS place FROM orders WINDOW w AS (PARTITION BY user_id ORDER BY id) ORDER BY id LIMIT 10
SELECT name, ntile(4) OVER (ORDER BY score, id) AS quarter FROM users ORDER BY id LIMIT 10
SELECT user_id, max(total) - min(total) AS spread FROM orders GROUP BY user_id ORDER BY spread DESC, user_id LIMIT 5
SELECT quantity * 2 AS twice, quantity + 1 AS more, quantity - 1 AS less, -quantity AS negative FROM order_items ORDER BY id LIMIT 5
SELECT sum(quantity * weight) AS mass FROM order_items
SELECT product_id, sum(quantity) AS q FROM order_items GROUP BY product_id HAVING sum(quantity) > 50 ORDER BY q DESC, product_id
SELECT id FROM order_items WHERE quantity % 2 = 0 ORDER BY id LIMIT 5
SELECT id FROM orders WHERE total / 2 > 150 ORDER BY id LIMIT 10
SELECT id FROM orders WHERE created_at >= '2026-02-01' AND created_at < '2026-03-01' ORDER BY id
SELECT id FROM orders WHERE shipped_on = '2026-02-01' ORDER BY id
SELECT min(created_at), max(created_at) FROM orders
SELECT email FROM users ORDER BY id LIMIT 3
SELECT count(email), count(birth_date) FROM users
SELECT email, count(*) FROM users GROUP BY email
SELECT name FROM users WHERE birth_date IS NULL ORDER BY id LIMIT 3
SELECT name FROM users WHERE email LIKE '%@example.org' ORDER BY id
SELECT NULL AS none, 1 AS one, 'text' AS words, 1.5 AS number
SELECT 'it''s' AS quoted
SELECT u.id AS "User Id" FROM users u ORDER BY u.id LIMIT 2
SELECT o.status, count(*) AS n FROM orders o GROUP BY o.status ORDER BY n DESC, o.status LIMIT 1
SELECT abs(score - 50) AS distance FROM users ORDER BY distance, id LIMIT 5
SELECT id FROM orders WHERE note = '7' ORDER BY id
SELECT id FROM orders WHERE note > '40' ORDER BY id LIMIT 10
SELECT CAST(note AS CHAR) AS note FROM orders ORDER BY id LIMIT 5
SELECT users.name, orders.total FROM users JOIN orders ON users.id = orders.user_id ORDER BY orders.id LIMIT 5
SELECT u.name AS n FROM users u WHERE u.score > 80 UNION SELECT p.name FROM products p WHERE p.price > 70 ORDER BY n
SELECT replace(name, 'user', 'person') AS person FROM users ORDER BY id LIMIT 3
SELECT length(name) AS letters, count(*) FROM users GROUP BY length(name) ORDER BY 1
SELECT i.order_id, count(*) AS lines FROM order_items i GROUP BY i.order_id ORDER BY lines DESC, i.order_id LIMIT 5
SELECT o.id FROM orders o WHERE o.total = (SELECT max(total) FROM orders) ORDER BY o.id
SELECT o.id FROM orders o WHERE o.total > (SELECT avg(x.total) FROM orders x WHERE x.user_id = o.user_id) ORDER BY o.id LIMIT 10
SELECT x.country, x.n FROM (SELECT country, count(*) AS n FROM users GROUP BY country) x JOIN (SELECT max(n) AS top FROM (SELECT count(*) AS n FROM users GROUP BY country) y) z ON z.top = x.n ORDER BY x.country
SELECT first.user_id FROM (SELECT DISTINCT user_id FROM orders WHERE created_at < '2026-02-01') AS first JOIN (SELECT DISTINCT user_id FROM orders WHERE created_at >= '2026-03-01') AS later ON later.user_id = first.user_id ORDER BY 1
SELECT count(*) FROM users AS u, orders AS o, order_items AS i WHERE o.user_id = u.id AND i.order_id = o.id
SELECT u.name, o.total FROM users u JOIN orders o USING (id) ORDER BY id LIMIT 5
SELECT Name, COUNTRY FROM Users ORDER BY ID LIMIT 5
SELECT id FROM users WHERE id = 1 OR id = 2 OR id = 4 OR id = 5 ORDER BY id
SELECT id, CASE WHEN total > 200 THEN 'big' END AS size FROM orders ORDER BY id LIMIT 10
SELECT -1 AS minus, +1 AS plus, 2 * (3 + 4) AS product
SELECT count(*) FROM (SELECT 1 AS one FROM users UNION ALL SELECT 2 FROM orders) AS together
SELECT /* a remark */ count(*) FROM users -- the end
SELECT status, group_concat(id) IS NOT NULL AS has FROM orders GROUP BY status ORDER BY status
WITH a AS (SELECT * FROM orders WHERE total > 100) SELECT count(*) FROM a
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT count(*) FROM n
SELECT u.name, p.category FROM users AS u NATURAL LEFT JOIN (SELECT id, category FROM products) AS p ORDER BY u.id
WITH bands AS (SELECT 'low' AS label, 0 AS least, 40 AS most UNION ALL SELECT 'high', 41, 100) SELECT b.label, count(*) FROM users u JOIN bands b ON u.score BETWEEN b.least AND b.most GROUP BY b.label ORDER BY 1
