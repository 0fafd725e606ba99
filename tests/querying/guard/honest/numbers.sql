SELECT abs(-5), sign(-2.5), ceil(1.2), ceiling(-1.2), floor(1.8), round(2.5), round(-2.5), round(2.345, 2), trunc(2.9), trunc(2.345, 1)

SELECT mod(17, 5), 17 % 5, div(17, 5), gcd(12, 18), lcm(4, 6), power(2, 8), 2 ^ 0.5, sqrt(2), cbrt(27), |/ 25, ||/ 27

SELECT exp(1), ln(2), log(100), log(2, 8), log10(1000), pi(), degrees(pi()), radians(180)

SELECT sin(0.5), cos(0.5), tan(0.5), asin(0.5), acos(0.5), atan(0.5), atan2(1, 2), sinh(0.5), cosh(0.5), tanh(0.5), cot(0.5), sind(30), cosd(60)

SELECT greatest(1, 2.5, 3), least(4, 2), greatest(NULL, 1), 7 / 2, 7.0 / 2, 7 / 2.0, 1e3, -1.5e-3

SELECT 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 4, 256 >> 2, @ -7

SELECT 0.1 + 0.2 = 0.3, 0.1::float8 + 0.2::float8 = 0.3::float8, 1 / 3.0, round(1 / 3.0, 4)

SELECT 1::smallint, 2::bigint, 3::real, 4::double precision, 5::numeric(10, 2), 6::decimal, '7'::int, 8.6::int

SELECT scale(1.230), min_scale(1.230), trim_scale(1.230), width_bucket(5.35, 0.024, 10.06, 5)

SELECT total, total * 1.2 AS gross, round(total / 1.2, 2) AS net, total - round(total / 1.2, 2) AS vat FROM orders ORDER BY id LIMIT 5

SELECT sum(total) * 1.2, avg(total)::numeric(10, 2), round(avg(total), 0), sum(total)::bigint FROM orders

SELECT sum(CASE WHEN currency = 'USD' THEN total * 0.92 ELSE total END) AS eur FROM orders

SELECT quantity, unit_price, quantity * unit_price AS amount, CASE WHEN quantity >= 10 THEN 0.9 ELSE 1 END * quantity * unit_price AS discounted FROM order_items ORDER BY id LIMIT 5

SELECT stddev(total) / nullif(avg(total), 0) AS variation FROM orders

SELECT sum(total) / nullif(sum(total) FILTER (WHERE currency = 'USD'), 0) FROM orders

SELECT (max(total) - min(total)) / 2 AS middle, sqrt(avg(total * total)) FROM orders

SELECT (total - mean) / spread AS z FROM orders, (SELECT avg(total) AS mean, stddev(total) AS spread FROM orders) s ORDER BY id LIMIT 5

SELECT exp(avg(ln(total))) AS geometric FROM orders

SELECT sum(spent), sum(spent)::int, round(sum(spent)::numeric, 1), avg(spent) FROM marketing.campaigns

SELECT spent::numeric % 7, spent / 3, spent::int FROM marketing.campaigns ORDER BY id LIMIT 5

SELECT score, score / 10 * 10 AS tens, count(*) FROM users GROUP BY 1, 2 ORDER BY 1 LIMIT 10

SELECT score * 1.0 / max(score) OVER () FROM users ORDER BY id LIMIT 5

SELECT power(1 + 0.05, n) AS factor FROM generate_series(0, 10) n

SELECT n, n * (n + 1) / 2 AS triangle, n ^ 2 AS square FROM generate_series(1, 10) n

SELECT n FROM generate_series(2, 50) n WHERE NOT EXISTS (SELECT 1 FROM generate_series(2, 7) d WHERE d < n AND n % d = 0)

SELECT count(*) FROM orders WHERE total BETWEEN 50 AND 60 OR total NOT BETWEEN 20 AND 300

SELECT count(*) FROM orders WHERE total BETWEEN SYMMETRIC 60 AND 50

SELECT count(*) FROM orders WHERE total <> 100 AND NOT total > 200

SELECT count(*) FROM orders WHERE total IS DISTINCT FROM NULL AND shipped_on IS NOT DISTINCT FROM NULL

SELECT count(*) FROM orders WHERE (total > 100) IS NOT TRUE

SELECT count(*) FROM orders WHERE (shipped_on > '2025-12-01') IS UNKNOWN

SELECT count(*) FROM orders WHERE total * 2 > 500 AND total / 2 < 150 AND total + 10 > 260

SELECT count(*) FROM orders WHERE 100 / total > 2

SELECT count(*) FROM orders WHERE total % 2 = 0 AND id % 3 = 0

SELECT id, total FROM orders WHERE total = (SELECT max(total) FROM orders) ORDER BY id

SELECT id, total FROM orders WHERE total > (SELECT avg(total) + 2 * stddev(total) FROM orders) ORDER BY id

SELECT count(*) FROM products WHERE price > 10 AND price < 50

SELECT category, avg(price), max(price) - min(price) AS spread FROM products GROUP BY category HAVING count(*) > 3 ORDER BY 1

SELECT name, price, round(price * 0.8, 2) AS sale FROM products WHERE category IN ('toys', 'books') ORDER BY price DESC LIMIT 5

SELECT coalesce(sum(total), 0) FROM orders WHERE status = 'new' AND total > 1000

SELECT nullif(total, 10), coalesce(nullif(total, 10), 0) FROM orders ORDER BY id LIMIT 5

SELECT 'NaN'::numeric, 'Infinity'::float8, '-Infinity'::float8, 'NaN'::float8 = 'NaN'::float8

SELECT 12345678901234567890, 0.000000000000000000001, 1_000_000, 0x1F, 0b101, 0o17

SELECT bit_count(B'1011'), B'1010' & B'0110', B'1' || B'0', '101'::bit(3), X'FF'

SELECT num_nulls(shipped_on, note), count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT '10.5'::numeric::int, '1e2'::float8::int, true::int, 0::bool, 'yes'::bool, 't'::boolean AND false
