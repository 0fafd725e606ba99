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
