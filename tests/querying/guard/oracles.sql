SELECT count(*) FROM users WHERE 1 / (score - 5) > 0

SELECT count(*) FROM users WHERE country = 'FR' AND 1 / (score - 5) > -1

SELECT id FROM users WHERE score - 5 > 0 AND 10 % (score - 5) >= 0 ORDER BY id

SELECT count(*) FROM orders WHERE note::int = 7

SELECT count(*) FROM orders WHERE cast(note AS integer) > 3 AND status = 'paid'

SELECT count(*) FROM orders WHERE note::numeric > 1e3

SELECT count(*) FROM orders WHERE (note || '')::int > 3

SELECT count(*) FROM orders WHERE CASE WHEN note = 'secret' THEN 1 / (length(note) - 6) = 1 ELSE true END

SELECT count(*) FROM orders WHERE CASE WHEN total = 5 THEN 1 / (SELECT 0) = 1 ELSE true END

SELECT count(*) FROM orders WHERE total = 5 AND (SELECT 1 / 0) = 1

SELECT count(*) FROM orders WHERE total = 5 AND 1 / (SELECT count(*) FROM users WHERE id < 0) = 1

SELECT count(*) FROM orders WHERE total = 5 AND id = (SELECT id FROM products)

SELECT count(*) FROM orders WHERE total = 5 OR 1 / (total - 5) > 0

SELECT count(*) FROM orders WHERE NOT (total <> 5 AND 1 / (total - 5) < 100)

SELECT count(*) FROM orders WHERE nullif(total, 5) / (total - 5) IS NULL

SELECT count(*) FROM orders WHERE coalesce(1 / (total - 5), 0) > 0

SELECT count(*) FROM orders WHERE greatest(1 / (total - 5), 0) >= 0

SELECT count(*) FROM orders WHERE ARRAY[1 / (total - 5)] IS NOT NULL

SELECT count(*) FROM orders WHERE (1 / (total - 5), 1) IS NOT NULL

SELECT count(*) FROM orders WHERE 1 / (total - 5) IN (1, 2)

SELECT count(*) FROM orders WHERE 1 / (total - 5) BETWEEN 0 AND 1

SELECT count(*) FROM orders WHERE note LIKE repeat('\', 1)

SELECT count(*) FROM orders WHERE 'abc\' NOT LIKE note

SELECT count(*) FROM orders WHERE note LIKE 'secret\'

SELECT count(*) FROM orders WHERE total = 5 AND note ~ '('

SELECT count(*) FROM orders WHERE 'x' ~ ('(' || note)

SELECT count(*) FROM orders WHERE note SIMILAR TO '(' || note

SELECT count(*) FROM orders WHERE total = 5 AND created_at > ('9' || '9' || '-13-01')::timestamptz

SELECT count(*) FROM orders WHERE total = 5 AND created_at + total * interval '99999999 days' > created_at

SELECT count(*) FROM orders WHERE created_at + interval '290000 years' > created_at

SELECT count(*) FROM orders WHERE total + 9.99e131071 * 9 > 0

SELECT count(*) FROM orders WHERE total * 1e131071 > 0

SELECT count(*) FROM users WHERE score + 2147483630 > 0

SELECT count(*) FROM users WHERE score * 30000000 > 0

SELECT count(*) FROM users WHERE (score * 1000)::int2 > 0

SELECT count(*) FROM users WHERE power(score::float8, 200) > 0

SELECT count(*) FROM users WHERE exp(score * 10.0::float8) > 0

SELECT count(*) FROM users WHERE sqrt(score - 6) >= 0

SELECT count(*) FROM users WHERE ln(score - 5) >= 0

SELECT count(*) FROM users WHERE chr(score - 5) IS NOT NULL

SELECT count(*) FROM users WHERE substr(name, 1, score - 6) IS NOT NULL

SELECT count(*) FROM users WHERE left(name, 3)::int = 1

SELECT count(*) FROM users WHERE repeat('x', (score - 5) * 1000) IS NOT NULL

SELECT count(*) FROM users WHERE make_date(2026, score - 5, 1) IS NOT NULL

SELECT count(*) FROM users WHERE date_trunc(name, signed_up_at) IS NOT NULL

SELECT count(*) FROM users WHERE date_trunc('nonsense', signed_up_at) IS NOT NULL AND score = 5

SELECT count(*) FROM users WHERE score = 5 AND extract(nonsense FROM signed_up_at) > 0

SELECT count(*) FROM users WHERE score = 5 AND signed_up_at AT TIME ZONE 'No/Where' > now()

SELECT count(*) FROM users WHERE signed_up_at AT TIME ZONE name > now()

SELECT count(*) FROM users WHERE to_char(signed_up_at, name) = ''

SELECT count(*) FROM users WHERE array_position(tags, name) / (score - 5) = 1

SELECT count(*) FROM users WHERE tags[score - 5] = 'x' AND 1 / (score - 5) = 1

SELECT count(*) FROM users WHERE width_bucket(score, 5, score, 4) = 1

SELECT count(*) FROM users WHERE jsonb_build_object(nullif(country, 'FR'), 1) IS NOT NULL

SELECT count(*) FROM events WHERE (properties->>'amount')::int > 5

SELECT count(*) FROM events WHERE (properties->'amount')::int > 5

SELECT count(*) FROM events WHERE jsonb_array_length(properties->'amount') > 5 AND name = 'nothing'

SELECT count(*) FROM events WHERE occurred_at > '2026-07-01' AND (properties->>'amount')::int > 5

SELECT count(*) FROM events WHERE properties->>'amount' = 'secret' AND 1 / 0 = 1

SELECT count(*) FROM events WHERE name = 'visit' AND (properties->>'amount')::jsonb IS NOT NULL

SELECT count(*) FROM users u JOIN orders o ON o.user_id = u.id AND 1 / (u.score - 5) > -1

SELECT count(*) FROM users u LEFT JOIN orders o ON o.user_id = u.id AND o.note::int > 3

SELECT count(*) FROM users u RIGHT JOIN orders o ON o.user_id = u.id AND 1 / (u.score - 5) > 0

SELECT count(*) FROM users u FULL JOIN orders o ON o.user_id = u.id WHERE o.note::int > 3

SELECT count(*) FROM users u JOIN (SELECT user_id, note::int AS n FROM orders) o ON o.user_id = u.id AND o.n = u.score

SELECT count(*) FROM users JOIN (SELECT id, 1 / (score - 5) AS country FROM users) s USING (id)

SELECT count(*) FROM (SELECT 1 / (score - 5) AS x FROM users) a JOIN (SELECT 1 AS x) b USING (x)

SELECT count(*) FROM (SELECT 1 / (score - 5) AS x FROM users) a NATURAL JOIN (SELECT 1 AS x) b

SELECT count(*) FROM (SELECT note::int AS n FROM orders) s WHERE n = 7

SELECT count(*) FROM (SELECT DISTINCT note::int AS n FROM orders) s WHERE n = 7

SELECT count(*) FROM (SELECT note::int AS n, count(*) FROM orders GROUP BY 1) s WHERE n = 7

SELECT n FROM (SELECT note::int AS n FROM orders UNION ALL SELECT id FROM products) s WHERE n = 7

SELECT n FROM (SELECT id AS n FROM products UNION SELECT note::int FROM orders) s WHERE n = 7

SELECT n FROM (SELECT note::int AS n FROM orders EXCEPT SELECT 0) s WHERE n > 7 ORDER BY n

SELECT count(*) FROM (SELECT note::int AS n, row_number() OVER (PARTITION BY note::int ORDER BY id) AS r FROM orders) s WHERE n = 7

SELECT count(*) FROM (SELECT * FROM (SELECT note::int AS n FROM orders) a) b WHERE n = 7

WITH s AS (SELECT note::int AS n FROM orders) SELECT count(*) FROM s WHERE n = 7

WITH s AS NOT MATERIALIZED (SELECT note::int AS n FROM orders) SELECT count(*) FROM s a JOIN s b ON a.n = b.n WHERE a.n = 7

WITH s AS MATERIALIZED (SELECT note::int AS n FROM orders) SELECT count(*) FROM s WHERE n = 7

WITH RECURSIVE s AS (SELECT 6 AS n UNION ALL SELECT u.score FROM s JOIN users u ON u.score = s.n AND 1 / (u.score - 5) > 100) SELECT count(*) FROM s

SELECT note::int AS n, count(*) FROM orders GROUP BY note::int HAVING note::int = 7

SELECT note, count(*) FROM orders GROUP BY note HAVING note::int = 7

SELECT count(*) FROM products p WHERE EXISTS (SELECT 1 FROM orders o WHERE o.note::int = p.id)

SELECT count(*) FROM products p WHERE p.id IN (SELECT note::int FROM orders)

SELECT count(*) FROM products p WHERE p.id NOT IN (SELECT note::int FROM orders)

SELECT count(*) FROM products p WHERE p.id = ANY (SELECT 1 / (score - 5) FROM users)

SELECT count(*) FROM products p WHERE (p.id, 1) IN (SELECT note::int, 1 FROM orders)

SELECT count(*) FROM users u WHERE (SELECT 1 / (u.score - 5)) >= 0

SELECT count(*) FROM users u WHERE (SELECT sum(1 / (p.id - u.score + 200)) FROM products p WHERE p.id < 2) > 100

SELECT count(*) FROM users u WHERE (SELECT p.id FROM products p WHERE p.id > u.score) > 0

SELECT count(*) FROM users u WHERE EXISTS (SELECT 1 FROM products p WHERE p.id = u.score AND 1 / (u.score - 5) > 0)

SELECT count(*) FROM users u WHERE EXISTS (SELECT 1 FROM products p ORDER BY 1 / (u.score - 5))

SELECT count(*) FROM users u WHERE EXISTS (SELECT 1 FROM products p LIMIT 1 / (u.score - 5))

SELECT count(*) FROM users u WHERE (SELECT count(*) FROM generate_series(1, 1 / (u.score - 5))) > 0

SELECT count(*) FROM users u WHERE u.score IN (WITH w AS (SELECT 1 / (u.score - 5) AS x) SELECT x FROM w)

SELECT count(*) FROM users u WHERE ARRAY(SELECT 1 / (u.score - 5)) IS NOT NULL

SELECT count(*) FROM users u, LATERAL (SELECT 1 / (u.score - 5) AS x) s WHERE s.x = 0

SELECT count(*) FROM users u, LATERAL (SELECT 1 WHERE 1 / (u.score - 5) = 0) s

SELECT count(*) FROM users u CROSS JOIN LATERAL generate_series(1, 1 / (u.score - 5)) g

SELECT count(*) FROM users u LEFT JOIN LATERAL (SELECT 1 / (u.score - 5) AS x) s ON true WHERE s.x = 0

SELECT count(*) FROM order_items WHERE 1 / (quantity - 5) > 0

SELECT count(*) FROM order_items WHERE 100 / (quantity - 77) > 0

SELECT count(*) FROM order_items oi JOIN products p ON p.id = oi.product_id WHERE 1 / (p.id - 24) <= 0

SELECT count(*) FROM order_items oi JOIN products p ON p.id = oi.product_id AND 1 / (p.id - 24) <= 0 WHERE oi.product_id > 20

SELECT count(*) FROM products p LEFT JOIN (SELECT product_id, 1 / (quantity - 5) AS x FROM order_items) s ON s.product_id = p.id WHERE p.id < 5

SELECT p.id, s.x FROM products p LEFT JOIN (SELECT product_id, 1 / (quantity - 77) AS x FROM order_items) s ON s.product_id = p.id WHERE p.id < 5

SELECT count(*) FROM order_items oi, LATERAL generate_series(1, 10 / (oi.quantity - 5)) g

SELECT count(*) FROM order_items oi, LATERAL (SELECT 10 / (oi.quantity - 77) AS x) s

SELECT id FROM order_items ORDER BY 1 / (quantity - 5), id LIMIT 5

SELECT DISTINCT 1 / (quantity - 77) FROM order_items

SELECT 1 / (quantity - 5), count(*) FROM order_items GROUP BY 1

SELECT sum(1 / (quantity - 5)) FROM order_items

SELECT sum(quantity) OVER (PARTITION BY 1 / (quantity - 5) ORDER BY id) FROM order_items ORDER BY 1 LIMIT 3

SELECT CASE WHEN quantity = 5 THEN 1 / 0 ELSE 1 END FROM order_items LIMIT 1

SELECT max(quantity) FROM order_items oi WHERE oi.order_id IN (SELECT id FROM orders WHERE note::int > 3)

SELECT count(*) FROM order_items oi JOIN orders o ON o.id = oi.order_id

SELECT count(*) FROM order_items

SELECT count(DISTINCT order_id) FROM order_items

SELECT max(id) FROM orders

SELECT min(score), max(score) FROM users

SELECT count(*) FROM users WHERE score = 5

SELECT count(*) FROM users WHERE organization_id = 2

SELECT count(*) FROM users WHERE organization_id <> 1 OR true

SELECT * FROM users WHERE organization_id = 2 OR 1 = 1 ORDER BY id LIMIT 400

SELECT DISTINCT organization_id FROM users

SELECT count(*) FROM users WHERE email = 'mail1@example.org'

SELECT count(*) FROM users WHERE email < 'mail5'

SELECT id FROM users ORDER BY email, id

SELECT id FROM users ORDER BY birth_date DESC, id

SELECT id, rank() OVER (ORDER BY email) FROM users ORDER BY id

SELECT email FROM users ORDER BY 1

SELECT substr(email, 1, 4), length(email), md5(email) FROM users ORDER BY id LIMIT 5

SELECT count(*) FROM users a JOIN users b ON a.email = b.email AND a.id < 3 AND b.id < 3

SELECT count(*) FROM users WHERE birth_date > '1980-01-01'

SELECT count(*) FROM users WHERE birth_date IS NULL

SELECT extract(year FROM birth_date) AS y, count(*) FROM users GROUP BY 1

SELECT email, count(*) FROM users GROUP BY email

SELECT string_agg(email, ',' ORDER BY id) FROM users WHERE id < 20

SELECT count(*) FROM users u WHERE u::text LIKE '%mail1@%'

SELECT u::text FROM users u ORDER BY id LIMIT 3

SELECT to_json(u)->>'email', row_to_json(u) FROM users u ORDER BY id LIMIT 3

SELECT to_jsonb(u)->>'password_hash' FROM users u ORDER BY id LIMIT 3

SELECT count(u), count(u.*) FROM users u

SELECT array_agg(u ORDER BY u.id) FROM users u WHERE u.id < 6

SELECT u.* FROM users u ORDER BY u LIMIT 3

SELECT DISTINCT u FROM users u ORDER BY u LIMIT 3

SELECT count(*) FROM users u JOIN users v ON u = v

SELECT count(*) FROM users u WHERE u = (SELECT v FROM users v WHERE v.id = 1)

SELECT count(*) FROM users u WHERE u IN (SELECT v FROM users v)

SELECT concat(u), format('%s', u) FROM users u ORDER BY id LIMIT 2

SELECT x.* FROM users u, LATERAL jsonb_each_text(to_jsonb(u)) x WHERE u.id < 3 ORDER BY 1, 2

SELECT s FROM (SELECT * FROM users) s ORDER BY id LIMIT 2

SELECT a, b, c, d FROM users AS s(a, b, c, d) ORDER BY a LIMIT 2

SELECT birth_date::text, birth_date + 1, coalesce(birth_date, '2000-01-01') FROM users ORDER BY id LIMIT 2

SELECT users.email FROM users NATURAL JOIN (SELECT 'mail1@example.org' AS email) x

SELECT count(*) FROM users JOIN (SELECT 'mail1@example.org' AS email) x USING (email)

SELECT count(*) FROM users WHERE 1 / (length(email) - 17) > 5

SELECT count(*) FROM users WHERE email::int > 0

SELECT count(*) FROM users WHERE birth_date::text::int > 0

SELECT count(*) FROM users WHERE country = 'FR' AND email = '***' AND score / (score - 5) > 0

SELECT count(*) FROM users u WHERE u.country = 'FR' AND EXISTS (SELECT 1 FROM users v WHERE v.email = u.email AND v.score / (v.score - 5) > 0 AND v.email > 'mail')

SELECT count(*) FROM users WHERE random() < 2 AND (random() * 0 + 1)::int / (score - 5) >= 0

SELECT count(*) FROM users WHERE score = 5 AND 1 / (floor(random() * 0))::int = 1

SELECT (SELECT count(*) FROM users v WHERE 1 / (v.score - u.score + 500) >= 0) FROM users u ORDER BY u.id LIMIT 3

SELECT u.id, (SELECT count(*) FROM orders o WHERE o.user_id = u.id AND o.note::int > 10) FROM users u ORDER BY u.id LIMIT 20

SELECT u.id, x.n FROM users u, LATERAL (SELECT count(*) AS n FROM orders o WHERE o.user_id = u.id AND o.note::int > 10) x ORDER BY u.id LIMIT 20

SELECT u.id, o.n FROM users u LEFT JOIN (SELECT user_id, note::int AS n FROM orders) o ON o.user_id = u.id AND o.n > 48 ORDER BY 1, 2

SELECT c.title FROM marketing.campaigns c WHERE 1 / (c.spent - 77) < 0 ORDER BY c.id

SELECT count(*) FROM marketing.campaigns WHERE spent::int::text::int2 > 0 AND title = 'campaign 2'

SELECT count(*) FROM orders WHERE total::int2 * 1000 > 0 AND currency = 'EUR'

SELECT count(*) FROM users WHERE name::date IS NOT NULL AND score = 5

SELECT count(*) FROM users WHERE ('{' || name || '}')::int[] IS NOT NULL AND score = 5

SELECT count(*) FROM orders WHERE currency = 'EUR' AND sum(total) > 0

SELECT u.id FROM users u WHERE u.id = (SELECT max(o.user_id) FROM orders o HAVING 1 / (min(u.score) - 5) >= 0) ORDER BY 1

SELECT count(*) FROM users u GROUP BY u.country HAVING (SELECT count(*) FROM orders o WHERE 1 / (o.total - sum(u.score)) < 5) > 1 ORDER BY 1

SELECT count(*) FROM users WHERE email < 'mail5' AND score / (score - 5) > 0

SELECT count(*) FROM users WHERE birth_date > '1970-06-01' OR email <= 'mail' AND name::text = name AND score / (score - 5) > 0
