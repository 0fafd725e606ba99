-- An online market: clients, orders in two addresses' roles, suppliers, flags and stamps that may be missing.
CREATE FUNCTION pg_temp.pick(n int, salt text, size int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(n || salt), 1, 7))::bit(28)::int) % size $$;
CREATE TABLE clients (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text, city text NOT NULL, country text NOT NULL, loyalty_tier text, registered_at timestamptz NOT NULL, newsletter boolean NOT NULL);
CREATE TABLE suppliers (id int PRIMARY KEY, company text NOT NULL, country text NOT NULL);
CREATE TABLE articles (id int PRIMARY KEY, name text NOT NULL, category text NOT NULL, supplier_id int REFERENCES suppliers, unit_price numeric(8,2) NOT NULL, weight_kg numeric(6,2), stock_qty int NOT NULL, discontinued boolean NOT NULL, launched_on date NOT NULL);
CREATE TABLE employees (id int PRIMARY KEY, name text NOT NULL, dept text NOT NULL, supervisor_id int REFERENCES employees);
CREATE TABLE orders (id int PRIMARY KEY, client_id int NOT NULL REFERENCES clients, handled_by int REFERENCES employees, placed_at timestamptz NOT NULL, shipped_at timestamptz, delivered_at timestamptz, status text NOT NULL, pay_method text NOT NULL, total numeric(10,2) NOT NULL);
CREATE TABLE order_lines (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, article_id int NOT NULL REFERENCES articles, qty int NOT NULL, line_amt numeric(10,2) NOT NULL);
CREATE TABLE reviews (id int PRIMARY KEY, article_id int NOT NULL REFERENCES articles, client_id int NOT NULL REFERENCES clients, stars int NOT NULL, written_on date NOT NULL);
CREATE TABLE returns (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, reason text, requested_on date NOT NULL, refunded boolean NOT NULL);
INSERT INTO clients SELECT n, (ARRAY['Alma','Bruno','Cora','Dino','Elsa','Fritz'])[1 + pg_temp.pick(n, 'f', 6)], (ARRAY['Adler','Brun','Conti','Diaz','Engel'])[1 + pg_temp.pick(n, 'l', 5)], CASE WHEN pg_temp.pick(n, 'm', 8) > 0 THEN 'c' || n || '@mail.example' END,
  (ARRAY['Vienna','Graz','Milan','Turin','Lyon'])[1 + pg_temp.pick(n, 'c', 5)], (ARRAY['Austria','Austria','Italy','Italy','France'])[1 + pg_temp.pick(n, 'c', 5)], CASE WHEN pg_temp.pick(n, 't', 3) > 0 THEN (ARRAY['bronze','silver','gold'])[1 + pg_temp.pick(n, 't2', 3)] END,
  timestamptz '2024-02-01 08:00+00' + n * 4 * interval '1 day', pg_temp.pick(n, 'nl', 2) = 0 FROM generate_series(1, 240) n;
INSERT INTO suppliers VALUES (1,'Holzwerk','Austria'),(2,'Tessuto','Italy'),(3,'Verre & Co','France'),(4,'Nordlicht','Germany');
INSERT INTO articles SELECT n, (ARRAY['Chair','Lamp','Rug','Vase','Desk','Shelf','Mirror','Sofa'])[1 + n % 8] || ' ' || n, (ARRAY['Furniture','Lighting','Textiles','Decor'])[1 + pg_temp.pick(n, 'cat', 4)], CASE WHEN pg_temp.pick(n, 'ns', 10) > 0 THEN 1 + pg_temp.pick(n, 's', 3) END,
  12 + n * 6.35, CASE WHEN pg_temp.pick(n, 'w', 6) > 0 THEN 0.4 + n * 0.77 END, pg_temp.pick(n, 'q', 5) * 12, pg_temp.pick(n, 'd', 9) = 0, date '2023-03-01' + n * 15 FROM generate_series(1, 64) n;
INSERT INTO employees SELECT n, (ARRAY['Greta','Henk','Ines','Jan','Kira','Lars'])[1 + n % 6] || ' ' || (ARRAY['Vogel','Wolf','Ziegler'])[1 + n % 3] || ' ' || n, (ARRAY['Sales','Support'])[1 + n % 2], CASE WHEN n > 2 THEN 1 + n % 2 END FROM generate_series(1, 14) n;
INSERT INTO orders SELECT n, 1 + pg_temp.pick(n, 'cl', 200), CASE WHEN pg_temp.pick(n, 'h', 5) > 0 THEN 1 + pg_temp.pick(n, 'e', 12) END, timestamptz '2024-06-01 07:00+00' + n * 0.6 * interval '1 day',
  CASE WHEN st IN ('shipped','delivered') THEN timestamptz '2024-06-02 07:00+00' + n * 0.6 * interval '1 day' END, CASE WHEN st = 'delivered' THEN timestamptz '2024-06-04 07:00+00' + n * 0.6 * interval '1 day' END, st, (ARRAY['card','card','paypal','invoice'])[1 + pg_temp.pick(n, 'pm', 4)], 20 + pg_temp.pick(n, 'tot', 900) + 0.99
  FROM (SELECT n, CASE WHEN pg_temp.pick(n, 'ca', 12) = 0 THEN 'cancelled' WHEN n > 1480 THEN 'new' WHEN n > 1450 THEN 'shipped' ELSE 'delivered' END AS st FROM generate_series(1, 1500) n) s;
INSERT INTO order_lines SELECT row_number() OVER (), o.id, 1 + pg_temp.pick(o.id * 7 + g, 'ar', 58), 1 + pg_temp.pick(o.id * 7 + g, 'qt', 4), 10 + pg_temp.pick(o.id * 7 + g, 'la', 400) FROM orders o, generate_series(1, 1 + pg_temp.pick(o.id, 'nb', 3)) g;
INSERT INTO reviews SELECT n, 1 + pg_temp.pick(n, 'ra', 50), 1 + pg_temp.pick(n, 'rc', 180), 1 + pg_temp.pick(n, 'rs', 5), date '2024-07-01' + n FROM generate_series(1, 800) n;
INSERT INTO returns SELECT n, n * 12, CASE WHEN pg_temp.pick(n, 'rr', 3) > 0 THEN (ARRAY['damaged','wrong size','late'])[1 + pg_temp.pick(n, 're', 3)] END, date '2024-07-01' + n * 7, pg_temp.pick(n, 'rf', 3) > 0 FROM generate_series(1, 120) n;
