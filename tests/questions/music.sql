-- A music shop: CamelCase names, composite facts two joins away, a self-reference, time stamps without a zone.
CREATE TABLE "Artist" ("ArtistId" int PRIMARY KEY, "Name" varchar(120) NOT NULL);
CREATE TABLE "Album" ("AlbumId" int PRIMARY KEY, "Title" varchar(160) NOT NULL, "ArtistId" int NOT NULL REFERENCES "Artist");
CREATE TABLE "Genre" ("GenreId" int PRIMARY KEY, "Name" varchar(120) NOT NULL);
CREATE TABLE "MediaType" ("MediaTypeId" int PRIMARY KEY, "Name" varchar(120) NOT NULL);
CREATE TABLE "Track" (
  "TrackId" int PRIMARY KEY, "Name" varchar(200) NOT NULL, "AlbumId" int REFERENCES "Album", "MediaTypeId" int NOT NULL REFERENCES "MediaType",
  "GenreId" int REFERENCES "Genre", "Composer" varchar(220), "Milliseconds" int NOT NULL, "Bytes" int, "UnitPrice" numeric(10,2) NOT NULL
);
CREATE TABLE "Employee" (
  "EmployeeId" int PRIMARY KEY, "LastName" varchar(20) NOT NULL, "FirstName" varchar(20) NOT NULL, "Title" varchar(30),
  "ReportsTo" int REFERENCES "Employee", "HireDate" timestamp, "City" varchar(40)
);
CREATE TABLE "Customer" (
  "CustomerId" int PRIMARY KEY, "FirstName" varchar(40) NOT NULL, "LastName" varchar(20) NOT NULL, "Company" varchar(80),
  "City" varchar(40), "Country" varchar(40), "Email" varchar(60) NOT NULL, "SupportRepId" int REFERENCES "Employee"
);
CREATE TABLE "Invoice" (
  "InvoiceId" int PRIMARY KEY, "CustomerId" int NOT NULL REFERENCES "Customer", "InvoiceDate" timestamp NOT NULL,
  "BillingCity" varchar(40), "BillingCountry" varchar(40), "Total" numeric(10,2) NOT NULL
);
CREATE TABLE "InvoiceLine" (
  "InvoiceLineId" int PRIMARY KEY, "InvoiceId" int NOT NULL REFERENCES "Invoice", "TrackId" int NOT NULL REFERENCES "Track",
  "UnitPrice" numeric(10,2) NOT NULL, "Quantity" int NOT NULL
);
INSERT INTO "Artist" SELECT n, (ARRAY['Silver Foxes','Nora Vale','The Lanterns','Iron Harbour','Miro','Paper Moon','Les Ondes','Kite','Blue Static','Old Rivers'])[n] FROM generate_series(1, 10) n;
INSERT INTO "Album" SELECT n, 'Album ' || n, 1 + (n * 3 + n / 7) % 10 FROM generate_series(1, 40) n;
INSERT INTO "Genre" VALUES (1,'Rock'),(2,'Jazz'),(3,'Classical'),(4,'Hip Hop'),(5,'Folk');
INSERT INTO "MediaType" VALUES (1,'MPEG audio file'),(2,'AAC audio file'),(3,'Lossless');
INSERT INTO "Track" SELECT n, 'Track ' || n, 1 + (n * 7 + n / 9) % 40, 1 + (n / 5) % 3, 1 + (n * n + n / 4) % 5, CASE WHEN n % 4 = 0 THEN NULL ELSE 'Composer ' || n % 23 END,
  120000 + (n * 7919) % 300000, 1000000 + (n * 104729) % 9000000, CASE WHEN n % 6 = 0 THEN 1.99 ELSE 0.99 END FROM generate_series(1, 600) n;
INSERT INTO "Employee" VALUES (1,'Adams','Ann','General Manager',NULL,'2019-08-14','Calgary'),(2,'Baker','Bob','Sales Manager',1,'2020-05-01','Calgary'),
  (3,'Clark','Cleo','Sales Support Agent',2,'2020-04-01','Toronto'),(4,'Diaz','Dan','Sales Support Agent',2,'2021-05-03','Toronto'),(5,'Evans','Eva','Sales Support Agent',2,'2021-10-17','Calgary');
INSERT INTO "Customer" SELECT n, 'First' || n, 'Last' || n, CASE WHEN n % 3 = 0 THEN 'Company ' || n END, (ARRAY['Paris','Berlin','Toronto','Madrid','Chicago','Lyon'])[1 + n % 6],
  (ARRAY['France','Germany','Canada','Spain','USA','France'])[1 + n % 6], 'c' || n || '@mail.example', 3 + (n * n + n / 5) % 3 FROM generate_series(1, 80) n;
INSERT INTO "Invoice" SELECT n, c, timestamp '2023-01-03' + ((n * 5 + n / 3) % 1050) * interval '1 day', x."City", x."Country", 0
  FROM generate_series(1, 900) n CROSS JOIN LATERAL (SELECT 1 + (n * 11 + n / 13) % 80 AS c) k JOIN "Customer" x ON x."CustomerId" = c;
INSERT INTO "InvoiceLine" SELECT n, 1 + (n * 17 + n / 19) % 900, t, u."UnitPrice", 1 + n % 3
  FROM generate_series(1, 3200) n CROSS JOIN LATERAL (SELECT 1 + (n * 13 + n / 3) % 600 AS t) k JOIN "Track" u ON u."TrackId" = t;
UPDATE "Invoice" i SET "Total" = coalesce((SELECT sum("UnitPrice" * "Quantity") FROM "InvoiceLine" l WHERE l."InvoiceId" = i."InvoiceId"), 0);
ANALYZE;
