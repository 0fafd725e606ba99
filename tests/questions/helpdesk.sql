-- A help desk: enum-like texts, two time columns, booleans, a rating with NULLs, a second schema.
CREATE TABLE teams (team_id int PRIMARY KEY, team_name text NOT NULL, region text NOT NULL);
CREATE TABLE agents (agent_id int PRIMARY KEY, full_name text NOT NULL, team_id int NOT NULL REFERENCES teams, hired_on date NOT NULL, salary int NOT NULL, is_active boolean NOT NULL);
CREATE TABLE customers (customer_id int PRIMARY KEY, company_name text NOT NULL, industry text NOT NULL, country text NOT NULL, employees int, created_at timestamptz NOT NULL);
CREATE TABLE tickets (
  ticket_id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, assigned_agent_id int REFERENCES agents, subject text NOT NULL,
  priority text NOT NULL, status text NOT NULL, channel text NOT NULL, opened_at timestamptz NOT NULL, closed_at timestamptz,
  first_reply_minutes int, satisfaction_score int, reopened boolean NOT NULL
);
CREATE TABLE ticket_comments (comment_id int PRIMARY KEY, ticket_id int NOT NULL REFERENCES tickets, author_agent_id int REFERENCES agents, body text NOT NULL, created_at timestamptz NOT NULL);
CREATE SCHEMA billing;
CREATE TABLE billing.subscriptions (subscription_id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, plan text NOT NULL, monthly_fee numeric(10,2) NOT NULL, started_on date NOT NULL, cancelled_on date);
INSERT INTO teams VALUES (1,'Alpha','EMEA'),(2,'Bravo','EMEA'),(3,'Charlie','Americas'),(4,'Delta','APAC');
INSERT INTO agents SELECT n, 'Agent ' || n, 1 + (n * 3 + n / 5) % 4, date '2018-01-15' + (n * 83) % 2600, 30000 + (n * 1709) % 35000, n % 7 <> 0 FROM generate_series(1, 30) n;
INSERT INTO customers SELECT n, 'Company ' || n, (ARRAY['Retail','Finance','Health','Education'])[1 + (n * n + n / 6) % 4], (ARRAY['France','Germany','Brazil','Japan','Canada'])[1 + (n * 3 + n / 4) % 5],
  CASE WHEN n % 10 = 0 THEN NULL ELSE 10 + (n * 131) % 4000 END, timestamptz '2021-02-01 10:00+00' + (n * 97 % 1500) * interval '1 day' FROM generate_series(1, 120) n;
INSERT INTO tickets SELECT n, 1 + (n * 7 + n / 11) % 120, CASE WHEN n % 13 = 0 THEN NULL ELSE 1 + (n * 11 + n / 7) % 30 END, 'Subject ' || n, (ARRAY['low','normal','high','urgent','normal'])[1 + (n * 3 + n / 5) % 5],
  CASE WHEN n % 4 = 0 THEN 'open' WHEN n % 9 = 0 THEN 'pending' ELSE 'closed' END, (ARRAY['email','phone','chat'])[1 + (n / 3) % 3], timestamptz '2024-03-01 00:00+00' + (n * 467 % 880000) * interval '1 minute',
  CASE WHEN n % 4 = 0 OR n % 9 = 0 THEN NULL ELSE timestamptz '2024-03-01 00:00+00' + (n * 467 % 880000 + 60 * (n % 90)) * interval '1 minute' END,
  CASE WHEN n % 12 = 0 THEN NULL ELSE 2 + (n * 37) % 480 END, CASE WHEN n % 3 = 0 THEN NULL ELSE 1 + (n * 7 + n / 8) % 5 END, n % 15 = 0 FROM generate_series(1, 4000) n;
INSERT INTO ticket_comments SELECT n, 1 + (n * 19 + n / 7) % 4000, CASE WHEN n % 3 = 0 THEN NULL ELSE 1 + (n * 5) % 30 END, 'Text', timestamptz '2024-03-02 00:00+00' + (n * 233 % 880000) * interval '1 minute' FROM generate_series(1, 6000) n;
INSERT INTO billing.subscriptions SELECT n, 1 + (n * 3) % 120, (ARRAY['Starter','Team','Enterprise'])[1 + (n * n + n / 3) % 3], (ARRAY[29,99,499])[1 + (n * n + n / 3) % 3], date '2021-03-01' + (n * 23) % 1700, CASE WHEN n % 5 = 0 THEN date '2026-01-15' + n % 120 END FROM generate_series(1, 150) n;
ANALYZE;
