SELECT COUNT(*) FROM users WHERE score + 1 > 9223372036854775807
SELECT COUNT(*) FROM users WHERE score + 9223372036854775807 > 0
SELECT COUNT(*) FROM users WHERE EXP(score) > 1
SELECT COUNT(*) FROM users WHERE POW(score, 40) > 1
SELECT COUNT(*) FROM order_items WHERE weight * 1000 > 1
SELECT COUNT(*) FROM order_items WHERE quantity DIV 0.0000001 > 1
SELECT COUNT(*) FROM orders WHERE note REGEXP note
SELECT COUNT(*) FROM orders WHERE 'x' REGEXP note
SELECT COUNT(*) FROM orders WHERE REGEXP_REPLACE('x', note, 'y') = 'x'
SELECT COUNT(*) FROM order_items WHERE JSON_EXTRACT(extra, '$.n') > 3
SELECT COUNT(*) FROM order_items WHERE JSON_VALID(extra) = 0
SELECT COUNT(*) FROM order_items WHERE JSON_CONTAINS(extra, '1')
SELECT q.x FROM (SELECT score + 1 AS x, id FROM users) AS q WHERE q.x > 0 ORDER BY q.id
SELECT q.x FROM (SELECT EXP(score) AS x, id FROM users) AS q WHERE q.x > 0 ORDER BY q.id
SELECT id FROM users u WHERE (SELECT o.id FROM orders o WHERE o.user_id = u.id AND u.score > 1000) > 0
SELECT id FROM users u WHERE (SELECT p.id FROM products p WHERE p.id < u.score - 9223372036854775800) > 0
SELECT id FROM users u WHERE id < 4 AND (SELECT COUNT(*) FROM products p WHERE p.id + u.score > 5) > 0
SELECT COUNT(*) FROM orders WHERE note = 0
SELECT COUNT(*) FROM orders WHERE note + 0 = 0
SELECT COUNT(*) FROM orders WHERE DATE(note) IS NULL
SELECT COUNT(*) FROM orders WHERE shipped_on > note
SELECT COUNT(*) FROM orders WHERE created_at = note
SELECT COUNT(*) FROM users WHERE organization = 0
SELECT COUNT(*) FROM users WHERE organization = 'North'
SELECT COUNT(DISTINCT organization) FROM users
SELECT organization, COUNT(*) FROM users GROUP BY organization WITH ROLLUP
SELECT ABS(score - 9223372036854775807) > 1, COUNT(*) FROM users GROUP BY 1
SELECT SUM(score), SUM(score * 1.0) FROM users
SELECT GROUP_CONCAT(name ORDER BY score DESC, id) FROM users
SELECT id FROM users WHERE score >= ALL (SELECT score FROM users) ORDER BY id
SELECT id FROM users WHERE score * 2 > ANY (SELECT score FROM users) ORDER BY id
SELECT id FROM orders WHERE note = ANY (SELECT name FROM users) ORDER BY id
SELECT o.id FROM orders o NATURAL JOIN (SELECT id, 'South' AS status FROM products) AS x
