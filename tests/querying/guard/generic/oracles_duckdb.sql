SELECT id FROM orders WHERE CAST(note AS INTEGER) > 10 ORDER BY id
SELECT id FROM orders WHERE note::DATE IS NULL ORDER BY id
SELECT count(*) FROM orders WHERE 1 / (total - 150) > 0
SELECT id FROM users WHERE 1000 / (score - 6) > 1 ORDER BY id
SELECT id FROM users WHERE score * 1000000000000 > 0 ORDER BY id
SELECT id FROM orders WHERE json_extract(note, '$') IS NOT NULL ORDER BY id
SELECT id FROM orders WHERE strptime(note, '%d') IS NOT NULL ORDER BY id
SELECT id FROM orders WHERE length(repeat(note, 3)) > 1 ORDER BY id
SELECT id FROM orders WHERE regexp_matches('x', note) ORDER BY id
SELECT id FROM users WHERE sqrt(score) > 1 ORDER BY id
SELECT id FROM users WHERE ln(score) > 1 ORDER BY id
SELECT id FROM users WHERE chr((score % 100)::INTEGER) <> 'a' ORDER BY id
SELECT id FROM orders WHERE (SELECT count(*) FROM users WHERE users.id = orders.user_id AND score / 2 > 1) > 0 ORDER BY id
SELECT u.id FROM users AS u JOIN orders AS o ON o.user_id = u.id AND CAST(o.note AS INTEGER) > 5 ORDER BY u.id, o.id
SELECT max(email) FROM users
SELECT id FROM users ORDER BY email, id
SELECT id FROM users WHERE email LIKE '%7%' ORDER BY id
SELECT email, count(*) FROM users GROUP BY email
SELECT id FROM users QUALIFY row_number() OVER (ORDER BY email, id) < 5
SELECT count(DISTINCT birth_date) FROM users
SELECT min(birth_date) FROM users
SELECT sum(score) FROM users
SELECT approx_count_distinct(organization) FROM users
SELECT o.id FROM orders AS o LEFT JOIN users AS u ON u.id = o.user_id WHERE u.id IS NULL ORDER BY o.id
SELECT id FROM order_items WHERE CAST(quantity AS TINYINT) > 0 ORDER BY id
SELECT id FROM order_items WHERE (extra ->> '$.n')::INTEGER > 0 ORDER BY id
SELECT id FROM users WHERE CAST(score AS SMALLINT) > 10 ORDER BY id
SELECT id FROM users WHERE make_date(2026, (score % 12 + 1)::INTEGER, 1) > DATE '2026-01-01' ORDER BY id
SELECT id FROM users HAVING count(*) > 1
SELECT n, count(*) FROM (SELECT CAST(note AS INTEGER) AS n FROM orders) AS x GROUP BY ALL ORDER BY ALL
SELECT * FROM (SELECT CAST(note AS INTEGER) AS n, count(*) AS c FROM orders GROUP BY ALL) AS x WHERE n > 5 ORDER BY ALL
SELECT DISTINCT ON (CAST(note AS INTEGER)) id FROM orders ORDER BY CAST(note AS INTEGER), id
SELECT count(*) FROM (SELECT DISTINCT ON (CAST(note AS INTEGER)) id FROM orders) AS x
SELECT u.id FROM users AS u SEMI JOIN orders AS o ON o.user_id = u.id AND CAST(o.note AS INTEGER) > 5 ORDER BY u.id
SELECT u.id FROM users AS u ANTI JOIN orders AS o ON o.user_id = u.id AND CAST(o.note AS INTEGER) > 5 ORDER BY u.id
SELECT u.id FROM users AS u SEMI JOIN orders AS o ON o.user_id = u.id AND o.total > 1000 ORDER BY u.id
SELECT o.id FROM orders AS o ANTI JOIN users AS u ON u.id = o.user_id ORDER BY o.id
SELECT u.id, o.id FROM users AS u ASOF JOIN orders AS o ON o.user_id = u.id AND CAST(o.note AS INTEGER) <= u.score ORDER BY ALL
SELECT u.id, o.id FROM users AS u ASOF JOIN orders AS o ON u.id = o.user_id AND u.signed_up_at >= o.created_at ORDER BY ALL
PIVOT (SELECT user_id, CAST(note AS INTEGER) AS n, status FROM orders) ON status IN ('paid') USING sum(n)
PIVOT orders ON note IN ('[[[', '{', '7') USING count(*) GROUP BY status
UNPIVOT (SELECT id, CAST(note AS INTEGER) AS n FROM orders) ON n INTO NAME k VALUE v
SELECT id FROM orders WHERE list_transform([note], lambda n: CAST(n AS INTEGER))[1] > 5 ORDER BY id
SELECT id FROM orders WHERE list_filter([note], lambda n: CAST(n AS INTEGER) > 5) <> [] ORDER BY id
SELECT id FROM orders WHERE {'a': CAST(note AS INTEGER)}.a > 5 ORDER BY id
SELECT x.id FROM (SELECT id, {'a': CAST(note AS INTEGER)} AS s FROM orders) AS x WHERE x.s.a > 5 ORDER BY x.id
SUMMARIZE SELECT * FROM orders WHERE CAST(note AS INTEGER) > 5
SUMMARIZE orders
SUMMARIZE order_items
SUMMARIZE SELECT email, birth_date FROM users
SELECT o.id, e.value FROM orders AS o, json_each(o.note) AS e ORDER BY ALL
SELECT count(*) FROM order_items, json_each(extra) AS e WHERE e.key = 'n'
SELECT i.id FROM order_items AS i WHERE json_type(i.extra -> '$.n') = 'UBIGINT' ORDER BY i.id
SELECT o.id FROM orders AS o JOIN (VALUES (1), (7)) AS v(n) ON CAST(o.note AS INTEGER) = v.n ORDER BY o.id
SELECT id FROM orders WHERE note = ANY (SELECT CAST(id AS VARCHAR) FROM users) ORDER BY id
SELECT id FROM orders WHERE CAST(note AS INTEGER) = ANY ([1, 7]) ORDER BY id
SELECT id FROM orders WHERE total >= ALL (SELECT total FROM orders) ORDER BY id
SELECT id FROM users WHERE score >= ALL (SELECT score FROM users) ORDER BY id
SELECT id FROM users UNION BY NAME SELECT id, CAST(note AS INTEGER) AS n FROM orders ORDER BY ALL
SELECT x.note FROM (SELECT * REPLACE (CAST(note AS INTEGER) AS note) FROM orders) AS x WHERE x.note > 5 ORDER BY ALL
SELECT id FROM orders WHERE note SIMILAR TO note ORDER BY id
SELECT id FROM orders WHERE 'x' SIMILAR TO note ORDER BY id
SELECT id FROM orders WHERE note GLOB '[[]*' ORDER BY id
SELECT id FROM orders WHERE CASE WHEN note = '{' THEN 'boom' ELSE 'true' END ORDER BY id
SELECT id FROM orders WHERE CASE WHEN note = '{' THEN 'boom' ELSE 'true' END AND id > 0 ORDER BY id
SELECT id FROM orders WHERE NOT CASE WHEN note = '{' THEN 'boom' ELSE 'false' END ORDER BY id
SELECT id FROM orders WHERE shipped_on IN (CASE WHEN note = '{' THEN 'boom' ELSE '2026-01-02' END) ORDER BY id
SELECT id FROM orders WHERE if(CASE WHEN note = '{' THEN 'boom' ELSE 'true' END, 1, 2) = 1 ORDER BY id
SELECT o.id FROM orders AS o JOIN users AS u ON CASE WHEN o.note = '{' THEN 'boom' ELSE 'true' END AND u.id = o.user_id ORDER BY o.id
SELECT id FROM (SELECT id, CASE WHEN note = '{' THEN 'boom' ELSE 'true' END AS b FROM orders) AS x WHERE b ORDER BY id
SELECT u.id FROM users AS u NATURAL JOIN (SELECT user_id AS id, CAST(note AS INTEGER) AS n FROM orders) AS o WHERE n > 5 ORDER BY u.id
SELECT id, organization FROM users NATURAL JOIN (SELECT id, 'South' AS organization FROM products) AS x
SELECT min(email), count(*) FROM users GROUP BY ALL
SELECT DISTINCT ON (email) email, birth_date FROM users
SELECT ARRAY(SELECT CAST(note AS INTEGER) FROM orders ORDER BY id)
SELECT id FROM orders WHERE len(ARRAY(SELECT CAST(o.note AS INTEGER) FROM orders AS o WHERE o.id = orders.id)) > 0 ORDER BY id
SELECT grouping(status), sum(CAST(note AS INTEGER)) FROM orders GROUP BY ROLLUP (status) ORDER BY ALL
SELECT id FROM orders WHERE MAP {note: 1}['7'] IS NOT NULL ORDER BY id
