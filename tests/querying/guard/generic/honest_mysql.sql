SELECT DATE_FORMAT(created_at, '%Y-%m') AS month, COUNT(*) AS n FROM orders GROUP BY month ORDER BY month
SELECT DATE(created_at) AS day, SUM(total) AS revenue FROM orders GROUP BY day ORDER BY day LIMIT 10
SELECT YEAR(created_at) AS y, MONTH(created_at) AS m, COUNT(*) FROM orders GROUP BY y, m ORDER BY y, m
SELECT QUARTER(created_at) AS q, COUNT(*) FROM orders GROUP BY q ORDER BY q
SELECT DAYOFWEEK(created_at) AS d, DAYNAME(created_at) AS name, COUNT(*) FROM orders GROUP BY d, name ORDER BY d
SELECT HOUR(created_at) AS h, COUNT(*) FROM orders GROUP BY h ORDER BY h
SELECT WEEK(created_at, 3) AS w, COUNT(*) FROM orders GROUP BY w ORDER BY w
SELECT YEARWEEK(created_at, 3) AS w, COUNT(*) FROM orders GROUP BY w ORDER BY w
SELECT CURDATE() AS today, NOW() AS moment, CURRENT_DATE AS day, CURRENT_TIMESTAMP AS stamp, UTC_TIMESTAMP() AS utc
SELECT COUNT(*) FROM orders WHERE created_at >= CURDATE() - INTERVAL 300 DAY
SELECT COUNT(*) FROM orders WHERE created_at >= DATE_SUB(NOW(), INTERVAL 10 MONTH)
SELECT COUNT(*) FROM orders WHERE created_at < DATE_ADD('2026-02-01', INTERVAL 1 MONTH)
SELECT DATEDIFF(MAX(created_at), MIN(created_at)) AS days FROM orders
SELECT TIMESTAMPDIFF(HOUR, MIN(created_at), MAX(created_at)) AS hours FROM orders
SELECT EXTRACT(MONTH FROM created_at) AS m, COUNT(*) FROM orders GROUP BY m ORDER BY m
SELECT LAST_DAY(created_at) AS last_one, COUNT(*) FROM orders GROUP BY last_one ORDER BY last_one
SELECT UNIX_TIMESTAMP(created_at) AS s FROM orders ORDER BY id LIMIT 3
SELECT FROM_UNIXTIME(1700000000) AS d
SELECT STR_TO_DATE('2026-02-03', '%Y-%m-%d') AS d
SELECT MAKEDATE(2026, 32) AS d
SELECT TIME(created_at) AS t FROM orders ORDER BY id LIMIT 3
SELECT GROUP_CONCAT(name ORDER BY id SEPARATOR ', ') AS names FROM products WHERE id < 4
SELECT GROUP_CONCAT(DISTINCT country ORDER BY country) AS countries FROM users
SELECT CONCAT(name, ' from ', country) AS who FROM users ORDER BY id LIMIT 3
SELECT CONCAT_WS('-', name, country) AS who FROM users ORDER BY id LIMIT 3
SELECT IF(score > 50, 'high', 'low') AS band, COUNT(*) FROM users GROUP BY band ORDER BY band
SELECT IFNULL(shipped_on, '2000-01-01') AS shipped FROM orders ORDER BY id LIMIT 5
SELECT LOCATE(' ', name) AS place, INSTR(name, ' ') AS same FROM users ORDER BY id LIMIT 3
SELECT LEFT(name, 4) AS l, RIGHT(name, 2) AS r, MID(name, 2, 3) AS m FROM users ORDER BY id LIMIT 3
SELECT SUBSTRING_INDEX(name, ' ', 1) AS first_word, COUNT(*) FROM users GROUP BY first_word
SELECT CHAR_LENGTH(name) AS letters, COUNT(*) FROM users GROUP BY letters ORDER BY letters
SELECT REVERSE(name) AS r, UPPER(name) AS u, LOWER(name) AS l FROM users ORDER BY id LIMIT 2
SELECT LPAD(id, 5, '0') AS padded, RPAD(name, 10, '.') AS other FROM products ORDER BY id LIMIT 2
SELECT REPEAT('ab', 3) AS r, SPACE(2) AS s, FIELD('b', 'a', 'b') AS f, ELT(2, 'a', 'b') AS e
SELECT FORMAT(total, 1) AS text FROM orders ORDER BY id LIMIT 3
SELECT TRUNCATE(total / 7, 2) AS t, ROUND(total / 7, 2) AS r, CEIL(total / 7) AS c, FLOOR(total / 7) AS f FROM orders ORDER BY id LIMIT 3
SELECT score DIV 10 AS tens, COUNT(*) FROM users GROUP BY tens ORDER BY tens
SELECT score MOD 7 AS rest, COUNT(*) FROM users GROUP BY rest ORDER BY rest
SELECT score & 3 AS bits, score | 1 AS odd, score << 1 AS twice FROM users ORDER BY id LIMIT 3
SELECT POWER(score, 2) AS square, SQRT(score) AS root, LN(score) AS ln, LOG10(score) AS ten FROM users ORDER BY id LIMIT 3
SELECT id FROM users WHERE country <=> 'FR' ORDER BY id LIMIT 3
SELECT id FROM users WHERE country = 'FR' XOR score > 50 ORDER BY id LIMIT 3
SELECT id FROM products WHERE name REGEXP 'product 1[0-9]' ORDER BY id
SELECT id FROM products WHERE name RLIKE '^product 2' ORDER BY id
SELECT id FROM products WHERE name LIKE 'product_1_' ORDER BY id
SELECT id FROM products WHERE name LIKE 'product|_1%' ESCAPE '|' ORDER BY id
SELECT id FROM products WHERE name LIKE 'product\\_1%' ORDER BY id
SELECT 'it\'s' AS quoted, "double" AS other, 'back\\slash' AS slash
SELECT id FROM users WHERE name = "user 1"
SELECT `id`, `name` FROM `users` ORDER BY `id` LIMIT 2
SELECT REGEXP_REPLACE(name, '[0-9]+', 'N') AS n, COUNT(*) FROM users GROUP BY n
SELECT REGEXP_SUBSTR(name, '[0-9]+') AS n FROM users ORDER BY id LIMIT 2
SELECT JSON_EXTRACT(extra, '$.gift') AS gift, COUNT(*) FROM order_items GROUP BY gift ORDER BY gift
SELECT JSON_UNQUOTE(JSON_EXTRACT(extra, '$.n')) AS n, COUNT(*) FROM order_items GROUP BY n ORDER BY n
SELECT id FROM order_items WHERE JSON_EXTRACT(extra, '$.n') = 3 ORDER BY id LIMIT 5
SELECT extra -> '$.n' AS n FROM order_items ORDER BY id LIMIT 0
SELECT CAST(note AS SIGNED) AS n FROM orders ORDER BY id LIMIT 3
SELECT CAST(note AS UNSIGNED) + 1 AS n FROM orders ORDER BY id LIMIT 3
SELECT CAST(total AS DECIMAL(12, 4)) AS d, CAST(total AS CHAR) AS c FROM orders ORDER BY id LIMIT 3
SELECT CAST(created_at AS DATE) AS d FROM orders ORDER BY id LIMIT 3
SELECT DATE '2026-01-02' AS d
SELECT country, COUNT(*) AS n FROM users GROUP BY country WITH ROLLUP
SELECT STDDEV(score) AS s, VARIANCE(score) AS v, STDDEV_SAMP(score) AS p FROM users
SELECT BIT_AND(id) AS a, BIT_OR(id) AS o FROM products
SELECT SUM(status = 'paid') AS paid, COUNT(*) AS everything FROM orders
SELECT name COLLATE utf8mb4_bin AS n FROM users WHERE name = 'USER 1'
SELECT id FROM users WHERE name COLLATE utf8mb4_bin = 'USER 1'
SELECT MD5(name) AS m, CRC32(name) AS c, HEX(name) AS h FROM users ORDER BY id LIMIT 2
SELECT GREATEST(1, 2, 3) AS g, LEAST(4, 5) AS l
SELECT name FROM users ORDER BY score DESC, id LIMIT 2, 3
SELECT u.name FROM users u RIGHT JOIN orders o ON o.user_id = u.id ORDER BY o.id LIMIT 3
SELECT TRIM(LEADING 'u' FROM name) AS t, TRIM('1' FROM name) AS x FROM users ORDER BY id LIMIT 2
SELECT STRCMP(name, 'user 5') AS c, COUNT(*) FROM users GROUP BY c ORDER BY c
SELECT percent_rank() OVER (ORDER BY score) AS share, cume_dist() OVER (ORDER BY score) AS up_to FROM users ORDER BY id LIMIT 3
WITH RECURSIVE days(day) AS (SELECT CAST('2026-01-01' AS DATE) UNION ALL SELECT day + INTERVAL 1 DAY FROM days WHERE day < '2026-01-10') SELECT days.day, COUNT(o.id) AS n FROM days LEFT JOIN orders o ON DATE(o.created_at) = days.day GROUP BY days.day ORDER BY days.day
WITH firsts AS (SELECT user_id, MIN(DATE(created_at)) AS day FROM orders GROUP BY user_id) SELECT DATE_FORMAT(f.day, '%Y-%m') AS cohort, TIMESTAMPDIFF(MONTH, f.day, o.created_at) AS later, COUNT(DISTINCT o.user_id) AS users FROM firsts f JOIN orders o ON o.user_id = f.user_id GROUP BY cohort, later ORDER BY cohort, later
SELECT name FROM users WHERE score = ANY (SELECT max(score) FROM users GROUP BY country) ORDER BY id
SELECT name FROM users WHERE score >= ALL (SELECT score FROM users) ORDER BY id
SELECT name FROM users WHERE id <> ALL (SELECT user_id FROM orders WHERE status = 'paid') ORDER BY id
SELECT v.label, v.n FROM (VALUES ROW(1, 'low'), ROW(2, 'high')) AS v(n, label) ORDER BY v.n
SELECT t.a, t.b FROM (SELECT id, name FROM products) AS t(a, b) ORDER BY t.a LIMIT 3
SELECT count(*) FROM orders WHERE created_at >= TIMESTAMP '2026-02-01 00:00:00'
SELECT bit_count(score), score ^ 1, soundex(name) FROM users ORDER BY id LIMIT 5
WITH v(n) AS (SELECT 1 UNION ALL SELECT 2) SELECT sum(n) FROM v
SELECT CAST(total AS DECIMAL(12, 3)), CAST(name AS CHAR(4)), CAST(name AS BINARY(2)) FROM orders JOIN users ON users.id = orders.user_id ORDER BY orders.id LIMIT 3
