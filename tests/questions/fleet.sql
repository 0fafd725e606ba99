-- A carrier's lorries and shipments, as an old schema writes them: prefixes, abbreviations, few foreign keys declared.
CREATE FUNCTION pg_temp.pick(n int, salt text, size int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(n || salt), 1, 7))::bit(28)::int) % size $$;
CREATE TABLE tbl_cust (cust_id int PRIMARY KEY, cust_nm text NOT NULL, addr text, ctry_cd text NOT NULL, crt_dt date NOT NULL, is_actv boolean NOT NULL);
CREATE TABLE tbl_whs (whs_id int PRIMARY KEY, whs_nm text NOT NULL, city text NOT NULL, cap_m3 int NOT NULL);
CREATE TABLE tbl_trk (trk_id int PRIMARY KEY, plate_no text NOT NULL, mdl text NOT NULL, max_wt_kg int NOT NULL, purch_dt date NOT NULL, stat_cd text NOT NULL);
CREATE TABLE tbl_emp (emp_id int PRIMARY KEY, f_nm text NOT NULL, l_nm text NOT NULL, dept text NOT NULL, hire_dt date NOT NULL, term_dt date, sal_amt numeric(8,2) NOT NULL, mgr_emp_id int REFERENCES tbl_emp);
CREATE TABLE tbl_shp (
  shp_id int PRIMARY KEY, fk_cust int NOT NULL REFERENCES tbl_cust, fk_trk int REFERENCES tbl_trk, drv_emp_id int REFERENCES tbl_emp,
  orig_whs_id int NOT NULL REFERENCES tbl_whs, dest_whs_id int NOT NULL REFERENCES tbl_whs, shp_dt date NOT NULL, dlv_dt date, wt_kg numeric(8,1) NOT NULL, dist_km int NOT NULL
);
CREATE TABLE tbl_inv (inv_no int PRIMARY KEY, shp_id int NOT NULL REFERENCES tbl_shp, inv_dt date NOT NULL, due_dt date NOT NULL, pd_dt date, tot_amt numeric(10,2) NOT NULL);
INSERT INTO tbl_cust SELECT n, 'Firm ' || n, CASE WHEN pg_temp.pick(n, 'ad', 6) > 0 THEN n || ' High Street' END, (ARRAY['FR','DE','BE','NL'])[1 + pg_temp.pick(n, 'c', 4)],
  date '2023-01-10' + n * 20, pg_temp.pick(n, 'a', 5) > 0 FROM generate_series(1, 60) n;
INSERT INTO tbl_whs VALUES (1,'North Hub','Lille',4000),(2,'Rhine Depot','Cologne',5200),(3,'Harbour Store','Antwerp',7600),(4,'Alpine Store','Grenoble',1800),(5,'Empty Shed','Dijon',900);
INSERT INTO tbl_trk SELECT n, 'TR-' || 100 + n, (ARRAY['Actros','FH16','TGX'])[1 + pg_temp.pick(n, 'm', 3)], 12000 + n * 530, date '2016-03-01' + n * 97, (ARRAY['in service','in repair','retired','in service'])[1 + pg_temp.pick(n, 's', 4)] FROM generate_series(1, 25) n;
INSERT INTO tbl_emp SELECT n, (ARRAY['Ana','Bert','Carla','Dirk','Eva','Finn'])[1 + pg_temp.pick(n, 'f', 6)], (ARRAY['Maes','Noir','Ober','Prins','Quast'])[1 + pg_temp.pick(n, 'l', 5)] || n,
  (ARRAY['Driving','Office','Driving','Workshop'])[1 + pg_temp.pick(n, 'd', 4)], date '2015-02-01' + n * 71, CASE WHEN pg_temp.pick(n, 't', 6) = 0 THEN date '2026-01-15' + n END,
  1900 + n * 37.5, CASE WHEN n > 4 THEN 1 + n % 4 END FROM generate_series(1, 40) n;
INSERT INTO tbl_shp SELECT n, 1 + pg_temp.pick(n, 'cu', 52), CASE WHEN pg_temp.pick(n, 'nt', 15) > 0 THEN 1 + pg_temp.pick(n, 'tr', 22) END, 1 + pg_temp.pick(n, 'dr', 36),
  1 + pg_temp.pick(n, 'o', 4), 1 + (pg_temp.pick(n, 'o', 4) + 1 + pg_temp.pick(n, 'de', 3)) % 4, date '2025-01-02' + n * 685 / 900,
  CASE WHEN n < 880 AND pg_temp.pick(n, 'dl', 30) > 0 THEN date '2025-01-02' + n * 685 / 900 + 1 + pg_temp.pick(n, 'days', 5) END, 200 + pg_temp.pick(n, 'w', 9000) + n / 1000.0, 80 + pg_temp.pick(n, 'km', 1200) FROM generate_series(1, 900) n;
INSERT INTO tbl_inv SELECT 5000 + shp_id, shp_id, shp_dt + 3, shp_dt + 33, CASE WHEN pg_temp.pick(shp_id, 'p', 5) > 0 AND shp_dt < '2026-10-10' THEN shp_dt + 5 + pg_temp.pick(shp_id, 'pd', 40) END, round(dist_km * 1.35 + wt_kg * 0.04, 2) FROM tbl_shp WHERE pg_temp.pick(shp_id, 'in', 8) > 0;
