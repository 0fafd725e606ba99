SELECT count(*) FROM users WHERE score > 1000000
SELECT count(*) FROM users WHERE score < 0
SELECT max(score), min(score) FROM users
SELECT name FROM users ORDER BY score DESC, id LIMIT 1
SELECT count(*) FROM users WHERE score + 1 > 0
SELECT count(*) FROM users WHERE score + score > 0
SELECT count(*) FROM users WHERE score * 3 > 0
SELECT count(*) FROM users WHERE abs(score) > 0
SELECT count(*) FROM users WHERE -score < 0
SELECT count(*) FROM users WHERE score - 9223372036854775807 < 0
SELECT count(*) FROM users WHERE 10 / (score - 6) > 0
SELECT count(*) FROM orders WHERE total * total * total * total > 0
SELECT count(*) FROM order_items WHERE weight * weight > 1
SELECT count(*) FROM order_items WHERE quantity + 1 > 2
SELECT count(*) FROM order_items WHERE quantity * 2 > 2
SELECT count(*) FROM order_items WHERE weight * 10 >= 0
SELECT sum(quantity) FROM order_items
SELECT sum(quantity * weight) FROM order_items
SELECT q.x FROM (SELECT score + 1 AS x FROM users) AS q WHERE q.x > 0
SELECT q.x FROM (SELECT score * 4 AS x, id FROM users) AS q WHERE q.x < 9 ORDER BY q.id
WITH q AS (SELECT quantity + 1 AS x FROM order_items) SELECT count(*) FROM q WHERE x > 2
SELECT u.id FROM users u JOIN orders o ON o.user_id + u.score > 0 WHERE u.id < 5 AND o.id < 9
SELECT u.id FROM users u LEFT JOIN orders o ON o.user_id = u.id AND u.score * 2 > 1 WHERE u.id < 4
SELECT count(*) FROM orders WHERE note = 'not a date'
SELECT count(*) FROM orders WHERE note = '{'
SELECT count(*) FROM orders WHERE note + 0 > 1
SELECT count(*) FROM orders WHERE note = 7
SELECT count(*) FROM orders WHERE note > 7
SELECT id FROM users WHERE (SELECT count(*) FROM orders o WHERE o.user_id = users.id AND o.total > 90000000) > 0
SELECT id FROM users WHERE (SELECT o.id FROM orders o WHERE o.user_id = users.id LIMIT 1) > 0 AND id < 9
SELECT email FROM users ORDER BY email, id
SELECT id FROM users WHERE email = 'mail1@example.org'
SELECT id FROM users WHERE email LIKE 'mail1%'
SELECT id FROM users ORDER BY email DESC, birth_date, id LIMIT 3
SELECT min(email), max(email), count(DISTINCT email) FROM users
SELECT min(birth_date), count(birth_date) FROM users
SELECT email || name AS both FROM users ORDER BY id LIMIT 2
SELECT CASE WHEN email > 'm' THEN 1 ELSE 0 END AS guess, count(*) FROM users GROUP BY guess
SELECT length(email) AS l, count(*) FROM users GROUP BY length(email)
SELECT a.id FROM users a JOIN users b ON a.email = b.email AND a.id < b.id WHERE a.id < 3 AND b.id < 6
SELECT row_number() OVER (ORDER BY email, id) AS n, id FROM users ORDER BY id LIMIT 5
SELECT first_value(email) OVER (ORDER BY birth_date, id) AS e FROM users
SELECT id FROM users UNION SELECT email FROM users WHERE id < 3
SELECT organization, count(*) FROM users GROUP BY organization
SELECT count(*) FROM users WHERE organization = 'NORTH'
SELECT count(*) FROM users WHERE organization <> 'north'
SELECT count(*) FROM users WHERE organization LIKE 'n%'
SELECT count(*) FROM order_items
SELECT count(*) FROM order_items WHERE order_id >= 5000
SELECT count(*) FROM order_items i LEFT JOIN orders o ON o.id = i.order_id WHERE o.id IS NULL
SELECT max(id) FROM orders
SELECT count(*) FROM orders o RIGHT JOIN users u ON u.id = o.user_id
SELECT count(*) FROM users, orders
SELECT product_id, count(*) FROM order_items GROUP BY product_id ORDER BY 2 DESC, 1 LIMIT 1
SELECT x.id FROM (SELECT id, score FROM users ORDER BY score DESC LIMIT 1) AS x WHERE x.score > 1000
WITH RECURSIVE r(i, s) AS (SELECT 1, 0 UNION ALL SELECT i + 1, s + (SELECT max(score) FROM users) FROM r WHERE i < 5) SELECT * FROM r
SELECT (SELECT score FROM users WHERE score > 1000) AS s
SELECT (SELECT u.score FROM users u WHERE u.id = o.user_id) AS s FROM orders o WHERE o.id < 9 ORDER BY o.id
SELECT id FROM users WHERE NOT (score < 1000)
SELECT * FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.total + u.score > 90000000)
SELECT user_id FROM orders GROUP BY user_id HAVING sum(total) > 90000000
SELECT avg(score), sum(score * score) FROM users
