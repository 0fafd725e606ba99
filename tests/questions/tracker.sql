-- Projects and tasks: several people per task, tasks of tasks, labels through a link table.
CREATE FUNCTION pg_temp.pick(n int, salt text, size int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(n || salt), 1, 7))::bit(28)::int) % size $$;
CREATE TABLE staff (id int PRIMARY KEY, full_name text NOT NULL, job_title text NOT NULL, office text NOT NULL, joined_on date NOT NULL, left_on date, is_contractor boolean NOT NULL, manager_id int REFERENCES staff);
CREATE TABLE projects (id int PRIMARY KEY, name text NOT NULL, owner_id int NOT NULL REFERENCES staff, budget numeric(10,2) NOT NULL, started_on date NOT NULL, closed_on date, archived boolean NOT NULL);
CREATE TABLE tasks (
  id int PRIMARY KEY, project_id int NOT NULL REFERENCES projects, title text NOT NULL, created_by int NOT NULL REFERENCES staff, assigned_to int REFERENCES staff, reviewer_id int REFERENCES staff,
  parent_task_id int REFERENCES tasks, priority text NOT NULL, created_at timestamptz NOT NULL, due_on date, completed_at timestamptz, estimated_hours numeric(5,1), blocked boolean NOT NULL
);
CREATE TABLE labels (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE task_labels (task_id int NOT NULL REFERENCES tasks, label_id int NOT NULL REFERENCES labels, PRIMARY KEY (task_id, label_id));
CREATE TABLE comments (id int PRIMARY KEY, task_id int NOT NULL REFERENCES tasks, author_id int NOT NULL REFERENCES staff, body text NOT NULL, posted_at timestamptz NOT NULL);
CREATE TABLE timesheets (id int PRIMARY KEY, task_id int NOT NULL REFERENCES tasks, staff_id int NOT NULL REFERENCES staff, worked_on date NOT NULL, hours numeric(4,1) NOT NULL);
INSERT INTO staff SELECT n, (ARRAY['Ada','Bo','Cleo','Dev','Eli','Fay','Gus','Hana'])[1 + n % 8] || ' ' || (ARRAY['Stone','Rivers','Woods','Fields','Hill'])[1 + n % 5],
  (ARRAY['Engineer','Designer','Analyst','Tester'])[1 + pg_temp.pick(n, 'j', 4)], (ARRAY['Lisbon','Oslo','Prague'])[1 + pg_temp.pick(n, 'o', 3)], date '2019-04-01' + n * 60,
  CASE WHEN pg_temp.pick(n, 'l', 5) = 0 THEN date '2026-02-01' + n END, pg_temp.pick(n, 'c', 4) = 0, CASE WHEN n > 3 THEN 1 + n % 3 END FROM generate_series(1, 36) n;
INSERT INTO projects SELECT n, (ARRAY['Aurora','Borealis','Comet','Delta','Eclipse','Fusion','Galaxy','Horizon','Ion','Jupiter','Kepler','Luna'])[n], 1 + pg_temp.pick(n, 'ow', 8), 5000 + n * 2750,
  date '2024-01-15' + n * 70, CASE WHEN pg_temp.pick(n, 'cl', 3) = 0 THEN date '2026-03-01' + n * 9 END, n IN (2, 5) FROM generate_series(1, 12) n;
INSERT INTO tasks SELECT n, 1 + pg_temp.pick(n, 'p', 11), 'Task ' || n, 1 + pg_temp.pick(n, 'cb', 20), CASE WHEN pg_temp.pick(n, 'na', 6) > 0 THEN 1 + pg_temp.pick(n, 'at', 33) END,
  CASE WHEN pg_temp.pick(n, 'nr', 3) > 0 THEN 1 + pg_temp.pick(n, 'rv', 12) END, CASE WHEN n > 50 AND pg_temp.pick(n, 'pa', 5) = 0 THEN 1 + pg_temp.pick(n, 'pt', 40) END,
  (ARRAY['low','medium','high','critical'])[1 + pg_temp.pick(n, 'pr', 4)], timestamptz '2025-01-06 09:00+00' + n * 1.1 * interval '1 day', CASE WHEN pg_temp.pick(n, 'du', 4) > 0 THEN date '2025-01-20' + (n * 1.1)::int + pg_temp.pick(n, 'dd', 30) END,
  CASE WHEN pg_temp.pick(n, 'co', 3) > 0 AND n < 590 THEN timestamptz '2025-01-07 12:00+00' + (n * 1.1 + pg_temp.pick(n, 'cd', 20)) * interval '1 day' END, CASE WHEN pg_temp.pick(n, 'es', 5) > 0 THEN 1 + pg_temp.pick(n, 'eh', 60) / 2.0 END, pg_temp.pick(n, 'bl', 7) = 0 FROM generate_series(1, 610) n;
INSERT INTO labels VALUES (1,'bug'),(2,'feature'),(3,'docs'),(4,'security'),(5,'wishlist');
INSERT INTO task_labels SELECT n, 1 + pg_temp.pick(n, 'la', 4) FROM generate_series(1, 610) n WHERE pg_temp.pick(n, 'nl', 4) > 0;
INSERT INTO comments SELECT n, 1 + pg_temp.pick(n, 'ct', 560), 1 + pg_temp.pick(n, 'ca', 30), 'Note ' || n, timestamptz '2025-02-01 10:00+00' + n * 0.7 * interval '1 day' FROM generate_series(1, 900) n;
INSERT INTO timesheets SELECT n, 1 + pg_temp.pick(n, 'tt', 600), 1 + pg_temp.pick(n, 'ts', 34), date '2025-01-10' + n * 670 / 1500, 0.5 + pg_temp.pick(n, 'th', 16) / 2.0 FROM generate_series(1, 1500) n;
