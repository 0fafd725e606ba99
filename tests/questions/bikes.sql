-- Bike sharing: no foreign keys declared, mixed-case names, a codes table, timestamps without a zone.
CREATE TABLE "Station" ("stationId" int PRIMARY KEY, "stationName" text NOT NULL, district text NOT NULL, capacity int NOT NULL);
CREATE TABLE "Bike" ("bikeId" int PRIMARY KEY, model text NOT NULL, electric boolean NOT NULL, "purchaseDate" date NOT NULL, "weightKg" numeric(5,2) NOT NULL);
CREATE TABLE "Rider" ("riderId" int PRIMARY KEY, plan text NOT NULL, "signupDate" date NOT NULL, "birthYear" int);
CREATE TABLE "Trip" (
  "tripId" int PRIMARY KEY, "bikeId" int NOT NULL, "riderId" int NOT NULL, "startStationId" int NOT NULL,
  "endStationId" int NOT NULL, "startedAt" timestamp NOT NULL, "durationMinutes" numeric(7,2) NOT NULL,
  "distanceKm" double precision NOT NULL, "priceEur" numeric(7,2) NOT NULL
);
INSERT INTO "Station" SELECT n, (ARRAY['Gare','Mairie','Stade','Port','Parc','Musée','Hôpital','Université','Marché','Plage'])[n],
  (ARRAY['Nord','Sud','Centre'])[1 + n % 3], 10 + (n * 7) % 30 FROM generate_series(1, 10) n;
INSERT INTO "Bike" SELECT n, (ARRAY['City One','Cargo','Speedster'])[1 + (n / 2) % 3], n % 3 = 0, date '2021-03-01' + (n * 29) % 1400,
  round((13 + (n % 9) * 1.15)::numeric, 2) FROM generate_series(1, 60) n;
INSERT INTO "Rider" SELECT n, (ARRAY['day','monthly','yearly'])[1 + (n / 4) % 3], date '2023-01-01' + (n * 11) % 900,
  CASE WHEN n % 8 = 0 THEN NULL ELSE 1955 + (n * 3) % 50 END FROM generate_series(1, 200) n;
INSERT INTO "Trip" SELECT n, 1 + (n * 11 + n / 7) % 60, 1 + (n * n + n / 5) % 200, 1 + (n * 3) % 10, 1 + (n * 7 + n / 9) % 10,
  timestamp '2024-05-01 06:00' + (n * 731 % 700000) * interval '1 minute', round((3 + (n * 17) % 57 + (n % 10) * 0.1)::numeric, 2),
  0.5 + ((n * 23) % 140) / 10.0, round(((n * 7) % 900)::numeric / 100, 2) FROM generate_series(1, 5000) n;
ANALYZE;
