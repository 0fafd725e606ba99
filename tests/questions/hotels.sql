-- A hotel group, snake_case. Ask as of 2026-11-21T12:00:00+00:00 (also in hotels.now). Amounts in euros.
CREATE FUNCTION pg_temp.pick(n int, salt text, size int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(n || salt), 1, 7))::bit(28)::int) % size $$;
CREATE TABLE hotels (id int PRIMARY KEY, name text NOT NULL, city text NOT NULL, country text NOT NULL, stars int NOT NULL, opened_on date NOT NULL, has_spa boolean NOT NULL);
CREATE TABLE room_types (id int PRIMARY KEY, name text NOT NULL, max_guests int NOT NULL);
CREATE TABLE rooms (
  id int PRIMARY KEY, hotel_id int NOT NULL REFERENCES hotels, room_type_id int NOT NULL REFERENCES room_types, room_number text NOT NULL,
  floor int NOT NULL, nightly_rate numeric(8,2) NOT NULL, smoking boolean NOT NULL, out_of_service boolean NOT NULL
);
CREATE TABLE guests (
  id int PRIMARY KEY, full_name text NOT NULL, email text, phone text, nationality text NOT NULL, birth_date date, vip boolean NOT NULL,
  newsletter boolean NOT NULL, created_at timestamptz NOT NULL, referred_by_guest_id int REFERENCES guests
);
CREATE TABLE bookings (
  id int PRIMARY KEY, guest_id int NOT NULL REFERENCES guests, room_id int NOT NULL REFERENCES rooms, booked_at timestamptz NOT NULL,
  check_in date NOT NULL, check_out date NOT NULL, adults int NOT NULL, children int NOT NULL, status text NOT NULL, channel text NOT NULL,
  total_amount numeric(10,2) NOT NULL, discount_percent numeric(5,2), cancelled_at timestamptz, special_request text
);
CREATE TABLE payments (id int PRIMARY KEY, booking_id int NOT NULL REFERENCES bookings, paid_at timestamptz NOT NULL, amount numeric(10,2) NOT NULL, method text NOT NULL, refunded boolean NOT NULL);
CREATE TABLE extras (id int PRIMARY KEY, name text NOT NULL, category text NOT NULL, price numeric(7,2) NOT NULL);
CREATE TABLE booking_extras (booking_id int NOT NULL REFERENCES bookings, extra_id int NOT NULL REFERENCES extras, quantity int NOT NULL, PRIMARY KEY (booking_id, extra_id));
CREATE TABLE reviews (id int PRIMARY KEY, booking_id int NOT NULL UNIQUE REFERENCES bookings, rating int NOT NULL, comment text, posted_at timestamptz NOT NULL);
CREATE TABLE employees (
  id int PRIMARY KEY, hotel_id int NOT NULL REFERENCES hotels, first_name text NOT NULL, last_name text NOT NULL, job_title text NOT NULL,
  manager_id int REFERENCES employees, hired_on date NOT NULL, left_on date, monthly_salary numeric(8,2) NOT NULL
);
CREATE TABLE web_events (id int PRIMARY KEY, guest_id int REFERENCES guests, event_name text NOT NULL, device text NOT NULL, occurred_at timestamptz NOT NULL);
INSERT INTO hotels VALUES (1,'Hôtel du Port','Marseille','France',3,'1998-05-01',false),(2,'Grand Palais','Paris','France',5,'1987-03-12',true),
  (3,'Alpenblick','Innsbruck','Austria',4,'2006-12-01',true),(4,'Casa Azul','Málaga','Spain',4,'2012-06-15',true),
  (5,'Harbour Inn','Cork','Ireland',3,'2001-09-10',false),(6,'Villa Serena','Siena','Italy',5,'2015-04-20',true),
  (7,'Le Petit Nid','Lyon','France',2,'2019-02-01',false),(8,'Nordic Light','Tromsø','Norway',4,'2026-10-01',true);
INSERT INTO room_types VALUES (1,'Single',1),(2,'Double',2),(3,'Family',4),(4,'Suite',3),(5,'Dormitory',8);
INSERT INTO rooms SELECT n, 1 + (n - 1) / 20, 1 + pg_temp.pick(n, 'type', 4), (1 + ((n - 1) % 20) / 5) || lpad(((n - 1) % 5 + 1)::text, 2, '0'), 1 + ((n - 1) % 20) / 5,
  55 + 25 * pg_temp.pick(n, 'type', 4) + 10 * ((n - 1) / 20 % 4) + pg_temp.pick(n, 'rate', 30) + 0.5, pg_temp.pick(n, 'smoke', 9) = 0, pg_temp.pick(n, 'oos', 14) = 0
  FROM generate_series(1, 160) n;
INSERT INTO guests SELECT n, (ARRAY['Emma','Louis','Chloé','Hugo','Anna','Pablo','Giulia','Liam','Noémie','Jonas','Sofía','Marta'])[1 + pg_temp.pick(n, 'first', 12)] || ' ' ||
  (ARRAY['Dupont','Müller','García','Rossi','O''Brien','Lefèvre','Hansen','Novak','Smith','Bianchi','Keller','Roux','Moreno'])[1 + pg_temp.pick(n, 'last', 13)],
  CASE WHEN pg_temp.pick(n, 'mail', 11) > 0 THEN 'guest' || (CASE WHEN n IN (77, 140, 201) THEN n - 5 ELSE n END) || '@mail.example' END,
  CASE WHEN pg_temp.pick(n, 'phone', 3) > 0 THEN '+33 6 12 34 ' || lpad((n / 100)::text, 2, '0') || ' ' || lpad((n % 100)::text, 2, '0') END,
  (ARRAY['French','German','Spanish','Italian','Irish','Norwegian','Swiss','British'])[1 + pg_temp.pick(n, 'nat', 8) * pg_temp.pick(n, 'nat2', 8) / 7],
  CASE WHEN pg_temp.pick(n, 'birth', 6) > 0 THEN date '1948-01-10' + pg_temp.pick(n, 'day', 20000) END, pg_temp.pick(n, 'vip', 12) = 0, pg_temp.pick(n, 'news', 5) < 3,
  timestamptz '2024-01-03 10:00+00' + pg_temp.pick(n, 'made', 1040) * interval '1 day' + pg_temp.pick(n, 'min', 500) * interval '1 minute',
  CASE WHEN n > 20 AND pg_temp.pick(n, 'ref', 6) = 0 THEN 1 + pg_temp.pick(n, 'who', 20) END FROM generate_series(1, 320) n;
INSERT INTO bookings
  SELECT n, guest, room, check_in - lead + time '09:00' AT TIME ZONE 'UTC' + minutes * interval '1 minute', check_in, check_in + nights, 1 + pg_temp.pick(n, 'adults', 3), greatest(0, pg_temp.pick(n, 'kids', 6) - 3),
    status, channel, round(nights * r.nightly_rate * (1 - coalesce(discount, 0) / 100), 2), discount,
    CASE WHEN status = 'cancelled' THEN check_in - lead / 2 + time '15:00' AT TIME ZONE 'UTC' END,
    CASE WHEN pg_temp.pick(n, 'special', 4) = 0 THEN (ARRAY['late arrival','quiet room','baby cot','sea view'])[1 + pg_temp.pick(n, 'wish', 4)] END
  FROM (
    SELECT n, 1 + pg_temp.pick(n, 'guest', 290) AS guest, 1 + pg_temp.pick(n, 'room', 140) AS room, check_in, 1 + pg_temp.pick(n, 'nights', 8) AS nights, 3 + pg_temp.pick(n, 'lead', 60) AS lead,
      pg_temp.pick(n, 'minutes', 560) AS minutes,
      CASE WHEN pg_temp.pick(n, 'cancel', 9) = 0 THEN 'cancelled' WHEN check_in > '2026-11-21' THEN 'confirmed' WHEN pg_temp.pick(n, 'show', 25) = 0 THEN 'no show'
        WHEN check_in > '2026-11-16' THEN 'checked in' ELSE 'checked out' END AS status,
      (ARRAY['website','website','website','travel agency','phone','travel agency','walk-in'])[1 + pg_temp.pick(n, 'chan', 7)] AS channel,
      CASE WHEN pg_temp.pick(n, 'disc', 5) = 0 THEN (ARRAY[5, 10, 15, 20])[1 + pg_temp.pick(n, 'pct', 4)] END AS discount
    FROM (SELECT n, date '2024-02-01' + (n * 1085 / 1800) + pg_temp.pick(n, 'shift', 25) AS check_in FROM generate_series(1, 1800) n) days
  ) b JOIN rooms r ON r.id = b.room;
DELETE FROM bookings WHERE booked_at > '2026-11-21 10:00+00';
INSERT INTO payments SELECT id, id, booked_at + pg_temp.pick(id, 'pay', 3) * interval '1 day', total_amount, (ARRAY['card','card','card','bank transfer','cash','voucher'])[1 + pg_temp.pick(id, 'method', 6)],
  status = 'cancelled' FROM bookings WHERE pg_temp.pick(id, 'paid', 10) > 0 AND booked_at < '2026-11-18';
INSERT INTO extras VALUES (1,'Breakfast','Food',14),(2,'Half board','Food',32),(3,'Massage','Wellness',65),(4,'Airport shuttle','Transport',40),(5,'Parking','Transport',18),
  (6,'Late check-out','Room',25),(7,'Champagne','Food',79),(8,'Bike rental','Transport',22),(9,'Ski pass','Leisure',58);
INSERT INTO booking_extras SELECT n, 1 + pg_temp.pick(n, k || 'extra', 8), 1 + pg_temp.pick(n, k || 'qty', 4) FROM bookings b, LATERAL (SELECT b.id AS n) i, generate_series(1, 2) k
  WHERE pg_temp.pick(n, 'has' || k, 3) = 0 ON CONFLICT DO NOTHING;
INSERT INTO reviews SELECT id, id, 1 + greatest(pg_temp.pick(id, 'r1', 5), pg_temp.pick(id, 'r2', 5)), CASE WHEN pg_temp.pick(id, 'text', 3) > 0 THEN 'Stay ' || id END,
  check_out + time '09:00' AT TIME ZONE 'UTC' + id % 240 * interval '1 minute' FROM bookings WHERE status = 'checked out' AND pg_temp.pick(id, 'review', 4) = 0 AND check_out < '2026-11-20';
INSERT INTO employees SELECT n, 1 + (n - 1) % 8, (ARRAY['Alice','Bruno','Carla','David','Elena','Felix','Greta','Henri','Inès','Jakob'])[1 + n % 10],
  (ARRAY['Martin','Weber','Lopez','Conti','Byrne','Berg','Petit'])[1 + n % 7], CASE WHEN n <= 8 THEN 'manager' ELSE (ARRAY['receptionist','cleaner','cook','waiter'])[1 + pg_temp.pick(n, 'job', 4)] END,
  CASE WHEN n > 8 THEN 1 + (n - 1) % 8 END, date '2015-01-05' + pg_temp.pick(n, 'hired', 4000), CASE WHEN pg_temp.pick(n, 'left', 6) = 0 AND n > 8 THEN date '2026-02-01' + pg_temp.pick(n, 'lefton', 280) END,
  CASE WHEN n <= 8 THEN 4100 + 130 * n ELSE 1800 + pg_temp.pick(n, 'salary', 1100) END FROM generate_series(1, 75) n;
INSERT INTO web_events SELECT n, CASE WHEN pg_temp.pick(n, 'known', 3) > 0 THEN 1 + pg_temp.pick(n, 'g', 300) END,
  (ARRAY['search','search','search','view room','view room','start booking','complete booking'])[1 + pg_temp.pick(n, 'name', 7)], (ARRAY['mobile','desktop','mobile','tablet'])[1 + pg_temp.pick(n, 'dev', 4)],
  timestamptz '2026-08-24 08:00+00' + (n * 89 / 3000) * interval '1 day' + pg_temp.pick(n, 'm', 700) * interval '1 minute' FROM generate_series(1, 3000) n;
COMMENT ON COLUMN bookings.total_amount IS 'Price of the stay in euros, after discount';
DELETE FROM web_events WHERE occurred_at > '2026-11-21 12:00+00';
