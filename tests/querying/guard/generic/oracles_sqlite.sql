SELECT count(*) FROM order_items WHERE json_extract(extra, '$.n') = 3
SELECT count(*) FROM order_items WHERE extra ->> '$.n' = 3
SELECT count(*) FROM order_items WHERE json_array_length(extra) IS NULL
SELECT count(*) FROM order_items WHERE json_type(extra) = 'object'
SELECT count(*) FROM order_items WHERE json(extra) IS NOT NULL
SELECT q.j FROM (SELECT json_extract(extra, '$.n') AS j FROM order_items) AS q WHERE q.j > 5
WITH q AS (SELECT json_extract(extra, '$.n') AS j FROM order_items) SELECT count(*) FROM q WHERE j > 5
SELECT i.id FROM order_items i JOIN products p ON p.id = json_extract(i.extra, '$.n') ORDER BY i.id LIMIT 9
SELECT json_extract(extra, '$.n') AS n, count(*) FROM order_items GROUP BY n ORDER BY n
SELECT id FROM order_items ORDER BY json_extract(extra, '$.n'), id LIMIT 4
SELECT json_group_array(extra) FROM order_items WHERE id < 20
SELECT max(json_extract(extra, '$.n')) FROM order_items
SELECT sum(json_extract(extra, '$.n')) FILTER (WHERE json_valid(extra)) FROM order_items
SELECT count(*) FROM orders WHERE replace(note, '9', '99999999') > 'a'
SELECT count(*) FROM orders WHERE note GLOB '['
SELECT count(*) FROM orders WHERE date(note) IS NULL
SELECT count(*) FROM orders WHERE CAST(note AS INTEGER) > 1000
SELECT count(*) FROM users WHERE abs(score - 9223372036854775807) > 1
SELECT count(*) FROM users WHERE abs(-9223372036854775807 - (score > 1000)) > 1
SELECT sum(score), total(score) FROM users
SELECT sum(score) OVER () FROM users LIMIT 1
SELECT printf('%s', score) FROM users WHERE printf('%d', score) > '9'
SELECT id FROM users WHERE iif(score > 1000, json_extract('{', '$'), 1) ORDER BY id LIMIT 2
SELECT id FROM users WHERE coalesce(score > 1000, json('{')) ORDER BY id LIMIT 2
SELECT id FROM users WHERE score > 1000 AND json('{') ORDER BY id
SELECT id FROM users WHERE json('{') AND score > 1000 ORDER BY id
SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY score DESC, id)
SELECT typeof(score), count(*) FROM users GROUP BY 1
SELECT ntile(CASE WHEN score > 1000 THEN 0 ELSE 2 END) OVER (ORDER BY id) FROM users
SELECT nth_value(id, CASE WHEN score > 1000 THEN 0 ELSE 1 END) OVER (ORDER BY id) FROM users
SELECT o.id, e.value FROM orders AS o, json_each(o.note) AS e ORDER BY o.id
SELECT count(*) FROM order_items, json_each(order_items.extra) AS e WHERE e.key = 'n'
SELECT count(*) FROM order_items AS i JOIN json_tree(i.extra) AS e ON e.atom > 3
SELECT o.id FROM orders AS o NATURAL JOIN (SELECT id, 'South' AS status FROM products) AS x
