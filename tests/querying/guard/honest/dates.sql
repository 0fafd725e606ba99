SELECT created_at AT TIME ZONE 'UTC', created_at AT TIME ZONE 'America/New_York' FROM orders ORDER BY id LIMIT 5

SELECT date_trunc('day', created_at AT TIME ZONE 'Asia/Tokyo') AS day, count(*) FROM orders GROUP BY 1 ORDER BY 1 LIMIT 50

SELECT date_trunc('day', created_at, 'America/Los_Angeles') AS day, count(*) FROM orders GROUP BY 1 ORDER BY 1 LIMIT 50

SELECT (created_at AT TIME ZONE 'Europe/Ljubljana')::date AS day, count(*) FROM orders GROUP BY 1 ORDER BY 1 LIMIT 50

SELECT starts_at AT TIME ZONE 'Europe/Paris' FROM marketing.campaigns ORDER BY id

SELECT extract(dow FROM created_at) AS weekday, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT extract(isodow FROM created_at) AS weekday, extract(hour FROM created_at) AS hour, count(*) FROM orders GROUP BY 1, 2 ORDER BY 1, 2

SELECT to_char(created_at, 'Day') AS weekday, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT to_char(created_at, 'YYYY-MM') AS month, sum(total) FROM orders GROUP BY 1 ORDER BY 1

SELECT to_char(created_at, 'IYYY-"W"IW') AS week, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT to_char(created_at, 'YYYY-"Q"Q') AS quarter, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT to_char(created_at, 'FMMonth DD, YYYY HH24:MI:SS') FROM orders ORDER BY id LIMIT 5

SELECT to_char(created_at, 'DD/MM/YYYY') FROM orders ORDER BY id LIMIT 5

SELECT to_char(total, 'FM999,990.00'), to_char(id, '00000'), to_char(total, 'L999D99') FROM orders ORDER BY id LIMIT 5

SELECT date_part('year', created_at) AS y, date_part('month', created_at) AS m, sum(total) FROM orders GROUP BY 1, 2 ORDER BY 1, 2

SELECT shipped_on - created_at::date AS days, count(*) FROM orders WHERE shipped_on IS NOT NULL GROUP BY 1 ORDER BY 1

SELECT avg(shipped_on - created_at::date) FROM orders WHERE shipped_on >= created_at::date

SELECT created_at::date + 30 AS due, created_at + interval '30 days', created_at - interval '1 month' FROM orders ORDER BY id LIMIT 5

SELECT count(*) FROM orders WHERE created_at >= timestamptz '2026-01-01' AND created_at < timestamptz '2026-01-01' + interval '3 months' * 1

SELECT count(*) FROM orders WHERE created_at >= date_trunc('month', timestamp '2026-03-15') AND created_at < date_trunc('month', timestamp '2026-03-15') + interval '1 month'

SELECT count(*) FROM orders WHERE created_at BETWEEN '2026-01-01' AND '2026-01-31 23:59:59'

SELECT count(*) FROM orders WHERE created_at::date = '2025-12-25'

SELECT count(*) FROM orders WHERE created_at::date IN ('2025-12-24', '2025-12-25', '2025-12-31')

SELECT count(*) FROM orders WHERE extract(month FROM created_at) IN (6, 7, 8)

SELECT count(*) FROM orders WHERE extract(dow FROM created_at) IN (0, 6)

SELECT count(*) FROM orders WHERE created_at::time BETWEEN '08:00' AND '12:00'

SELECT count(*) FROM orders WHERE (extract(year FROM created_at), extract(month FROM created_at)) = (2025, 12)

SELECT count(*) FROM orders WHERE date_trunc('week', created_at) = '2025-12-22'

SELECT count(*) FROM orders WHERE created_at < timestamptz '2026-02-01 00:00+01' AND created_at >= timestamptz '2026-01-01 00:00+01'

SELECT count(*) FROM orders WHERE shipped_on > date '2025-10-01' AND shipped_on <= date '2025-10-01' + 14

SELECT make_date(2026, m, 1) AS month, (SELECT count(*) FROM orders WHERE created_at >= make_date(2026, m, 1) AND created_at < make_date(2026, m, 1) + interval '1 month') AS n FROM generate_series(1, 6) m ORDER BY m

SELECT date '2026-03-31' - interval '1 month', date '2024-02-29' + interval '1 year', timestamp '2026-03-29 01:30' + interval '1 day'

SELECT age(date '2026-11-20', date '1984-02-29'), age(timestamp '2026-01-01', timestamp '2025-06-15 12:00')

SELECT justify_days(interval '45 days'), justify_hours(interval '50 hours'), justify_interval(interval '1 month -1 hour')

SELECT extract(epoch FROM interval '1 day 2 hours'), extract(days FROM interval '10 days 3 hours'), extract(epoch FROM timestamptz '2026-01-01 00:00+00')

SELECT interval '1 year 2 months 3 days 4 hours', interval 'P1Y2M3DT4H', interval '01:30', interval '1.5' hour, interval '90' minute

SELECT interval '2 hours' * 3, interval '1 day' / 2, interval '1 week' - interval '1 day', -interval '3 days'

SELECT make_interval(weeks => 2, hours => 5), make_interval(0, 1, 0, 3), make_time(8, 15, 23.5), make_timestamp(2026, 7, 15, 8, 15, 23.5), make_timestamptz(2026, 7, 15, 8, 15, 23.5, 'UTC')

SELECT date_trunc('hour', timestamp '2026-07-15 08:45'), date_trunc('quarter', date '2026-07-15'), date_trunc('decade', date '2026-07-15'), date_trunc('minute', interval '3 hours 25 minutes 40 seconds')

SELECT date_bin('1 hour', occurred_at, timestamptz '2026-06-01 00:00+00') AS slot, count(*) FROM events WHERE id < 200 GROUP BY 1 ORDER BY 1

SELECT to_timestamp(1767225600), to_timestamp('15/07/2026 10:30', 'DD/MM/YYYY HH24:MI'), to_date('20260715', 'YYYYMMDD'), to_date('15 Jul 2026', 'DD Mon YYYY')

SELECT date_add(timestamptz '2026-03-28 12:00+01', interval '1 day', 'Europe/Paris'), date_subtract(timestamptz '2026-03-30 12:00+02', interval '1 day', 'Europe/Paris')

SELECT isfinite(created_at), isfinite(date 'infinity'), isfinite(interval '4 hours') FROM orders ORDER BY id LIMIT 2

SELECT created_at::date, created_at::time, created_at::timestamp, created_at::text, created_at::timestamptz(0) FROM orders ORDER BY id LIMIT 3

SELECT (created_at, created_at + interval '2 days') OVERLAPS (timestamptz '2025-07-01 00:00+00', interval '1 day') AS hit, count(*) FROM orders GROUP BY 1 ORDER BY 1

SELECT count(*) FROM orders WHERE created_at <@ tstzrange('2025-07-01', '2025-08-01')

SELECT count(*) FROM orders WHERE shipped_on <@ daterange('2025-07-01', '2025-07-31', '[]')

SELECT daterange(min(shipped_on), max(shipped_on), '[]') FROM orders

SELECT upper(daterange('2026-01-01', '2026-02-01')) - lower(daterange('2026-01-01', '2026-02-01')) AS days

SELECT tstzrange(min(created_at), max(created_at)) && tstzrange('2025-01-01', '2025-07-01') FROM orders

SELECT user_id, range_agg(daterange(created_at::date, created_at::date + 3)) FROM orders WHERE id < 200 GROUP BY 1 ORDER BY 1

SELECT isempty(daterange('2026-01-01', '2026-01-01')), lower_inc(daterange('2026-01-01', '2026-02-01')), upper_inf(daterange('2026-01-01', NULL))

SELECT d::date FROM generate_series('2026-01-01'::timestamp, '2026-01-10', '3 days') d

SELECT d::date AS day, extract(isodow FROM d) < 6 AS workday FROM generate_series(timestamp '2026-01-01', timestamp '2026-01-14', interval '1 day') d

SELECT count(*) AS workdays FROM generate_series(timestamp '2026-01-01', timestamp '2026-01-31', interval '1 day') d WHERE extract(isodow FROM d) < 6

SELECT (date_trunc('month', date '2026-02-10') + interval '1 month' - interval '1 day')::date AS last_day

SELECT extract(week FROM date '2026-01-01'), extract(isoyear FROM date '2026-01-01'), extract(doy FROM date '2026-12-31'), extract(century FROM date '2026-01-01')

SELECT signed_up_at::date AS day, count(*) FROM users WHERE signed_up_at >= '2025-03-01' AND signed_up_at < '2025-06-01' GROUP BY 1 ORDER BY 1

SELECT name, extract(day FROM timestamptz '2026-11-20' - signed_up_at)::int AS days FROM users WHERE signed_up_at < '2026-11-20' ORDER BY 2 DESC, id LIMIT 10

SELECT date_trunc('month', signed_up_at)::date AS month, count(*), sum(count(*)) OVER (ORDER BY date_trunc('month', signed_up_at)::date) AS members FROM users GROUP BY 1 ORDER BY 1

SELECT greatest(max(created_at), timestamptz '2026-01-01'), least(min(shipped_on), date '2025-01-01') FROM orders

SELECT min(occurred_at) AT TIME ZONE 'UTC', max(occurred_at) AT TIME ZONE 'UTC' FROM events

SELECT timezone('UTC', created_at) FROM orders ORDER BY id LIMIT 3

SELECT starts_at + interval '2 weeks' AS ends_at, starts_at::date - date '2026-01-01' AS day FROM marketing.campaigns ORDER BY id LIMIT 5

SELECT c.title, count(o.id) FROM marketing.campaigns c LEFT JOIN orders o ON o.created_at >= c.starts_at AND o.created_at < c.starts_at + interval '9 days' GROUP BY c.title ORDER BY 1

SELECT date '2026-01-31' + make_interval(months => n) FROM generate_series(0, 4) n

SELECT time '10:30' + interval '45 minutes', time '10:30' - time '09:15', date '2026-01-01' + time '08:00'

SELECT 'infinity'::timestamp > created_at::timestamp, created_at > '-infinity' FROM orders ORDER BY id LIMIT 1

SELECT created_at = lag FROM (SELECT created_at, lag(created_at) OVER (ORDER BY id) AS lag FROM orders) s LIMIT 1 OFFSET 1

SELECT extract(timezone_hour FROM timestamptz '2026-07-01'), extract(julian FROM date '2026-01-01'), extract(milliseconds FROM time '10:00:01.5')

SELECT month, revenue, lag(revenue, 12) OVER (ORDER BY month) AS last_year FROM (SELECT date_trunc('month', created_at) AS month, sum(total) AS revenue FROM orders GROUP BY 1) s ORDER BY month
