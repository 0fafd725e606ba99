-- A library: foreign keys, plain snake_case names, a date and a timestamptz column, NULLs, a boolean.
CREATE TABLE branches (id int PRIMARY KEY, name text NOT NULL, city text NOT NULL, opened_on date NOT NULL);
CREATE TABLE authors (id int PRIMARY KEY, name text NOT NULL, country text, birth_year int);
CREATE TABLE books (
  id int PRIMARY KEY, title text NOT NULL, author_id int NOT NULL REFERENCES authors, genre text NOT NULL,
  pages int NOT NULL, price numeric(8,2) NOT NULL, published_on date, language text NOT NULL
);
CREATE TABLE readers (
  id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text, city text NOT NULL,
  joined_on date NOT NULL, premium boolean NOT NULL
);
CREATE TABLE loans (
  id int PRIMARY KEY, book_id int NOT NULL REFERENCES books, reader_id int NOT NULL REFERENCES readers,
  branch_id int NOT NULL REFERENCES branches, borrowed_at timestamptz NOT NULL, returned_at timestamptz,
  fine numeric(6,2) NOT NULL DEFAULT 0
);
INSERT INTO branches VALUES (1,'Central','Lyon','1998-04-01'),(2,'Harbour','Marseille','2004-09-15'),
  (3,'Riverside','Lyon','2011-01-10'),(4,'Old Town','Nice','1987-06-30');
INSERT INTO authors SELECT n, 'Author ' || chr(64 + n), (ARRAY['France','Spain','Japan','Brazil',NULL])[1 + n % 5],
  1930 + (n * 7) % 60 FROM generate_series(1, 20) n;
INSERT INTO books SELECT n, 'Book ' || n, 1 + (n * n) % 20,
  (ARRAY['Novel','Poetry','History','Science','Comics','Biography'])[1 + (n * 5 + n / 7) % 6], 80 + (n * 37) % 600,
  round((4 + (n * 13) % 40 + (n % 4) * 0.25)::numeric, 2),
  CASE WHEN n % 11 = 0 THEN NULL ELSE date '1990-01-01' + (n * 41) % 12000 END,
  (ARRAY['French','English','Spanish'])[1 + (n / 3) % 3] FROM generate_series(1, 240) n;
INSERT INTO readers SELECT n, 'First' || n, 'Last' || n, CASE WHEN n % 6 = 0 THEN NULL ELSE 'r' || n || '@mail.example' END,
  (ARRAY['Lyon','Marseille','Nice','Paris','Lille'])[1 + (n * n) % 5], date '2022-01-01' + (n * 17) % 1700, n % 4 = 0
  FROM generate_series(1, 150) n;
INSERT INTO loans SELECT n, 1 + (n * 7 + n / 11) % 240, 1 + (n * n + n / 3) % 150, 1 + (n * 3 + n / 13) % 4,
  timestamptz '2024-01-02 09:00+00' + (n * 593 % 1000000) * interval '1 minute',
  CASE WHEN n % 9 = 0 THEN NULL
    ELSE timestamptz '2024-01-02 09:00+00' + (n * 593 % 1000000) * interval '1 minute' + ((n % 30) + 1) * interval '1 day' END,
  CASE WHEN n % 5 = 0 THEN round(((n % 17) * 0.35)::numeric, 2) ELSE 0 END FROM generate_series(1, 3000) n;
ANALYZE;
