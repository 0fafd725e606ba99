-- A clinic whose tables and columns have French names, with an enum type and a schema comment or two.
CREATE TYPE statut_rdv AS ENUM ('prévu', 'honoré', 'annulé', 'absent');
CREATE TABLE services (id int PRIMARY KEY, nom text NOT NULL, etage int NOT NULL);
CREATE TABLE medecins (id int PRIMARY KEY, nom text NOT NULL, specialite text NOT NULL, service_id int NOT NULL REFERENCES services, date_embauche date NOT NULL);
CREATE TABLE patients (id int PRIMARY KEY, nom text NOT NULL, ville text NOT NULL, sexe text NOT NULL, date_naissance date NOT NULL, telephone text);
CREATE TABLE rendez_vous (
  id int PRIMARY KEY, patient_id int NOT NULL REFERENCES patients, medecin_id int NOT NULL REFERENCES medecins,
  date_heure timestamptz NOT NULL, duree_minutes int NOT NULL, statut statut_rdv NOT NULL, motif text
);
CREATE TABLE factures (
  id int PRIMARY KEY, rendez_vous_id int NOT NULL UNIQUE REFERENCES rendez_vous, montant numeric(10,2) NOT NULL,
  payee boolean NOT NULL, date_emission date NOT NULL
);
COMMENT ON COLUMN factures.montant IS 'Montant de la facture en euros';
INSERT INTO services VALUES (1,'Cardiologie',2),(2,'Pédiatrie',1),(3,'Radiologie',0),(4,'Urgences',0);
INSERT INTO medecins SELECT n, 'Dr ' || (ARRAY['Martin','Bernard','Petit','Durand','Leroy','Moreau','Simon','Laurent'])[1 + n % 8] || ' ' || n,
  (ARRAY['cardiologue','pédiatre','radiologue','urgentiste'])[1 + n % 4], 1 + n % 4, date '2005-02-01' + (n * 271) % 6000 FROM generate_series(1, 24) n;
INSERT INTO patients SELECT n, 'Patient ' || n, (ARRAY['Nantes','Rennes','Angers','Brest','Rennes'])[1 + (n * 3 + n / 7) % 5], (ARRAY['F','M'])[1 + n % 2],
  date '1940-01-01' + (n * 97) % 29000, CASE WHEN n % 7 = 0 THEN NULL ELSE '06' || lpad((n * 1234567 % 100000000)::text, 8, '0') END FROM generate_series(1, 400) n;
INSERT INTO rendez_vous SELECT n, 1 + (n * 13 + n / 7) % 400, 1 + (n * 5 + n / 11) % 24, timestamptz '2025-01-06 08:00+00' + (n * 311 % 500000) * interval '1 minute',
  15 + 15 * (n % 4), (ARRAY['honoré','honoré','honoré','annulé','absent','prévu'])[1 + (n * n + n / 3) % 6]::statut_rdv,
  CASE WHEN n % 5 = 0 THEN NULL ELSE (ARRAY['contrôle','douleur','suivi'])[1 + n % 3] END FROM generate_series(1, 2500) n;
INSERT INTO factures SELECT n, n, round((25 + (n * 37) % 300)::numeric + (n % 4) * 0.25, 2), n % 6 <> 0, (date '2025-01-06' + (n * 311 % 500000) / 1440)::date FROM generate_series(1, 2000) n;
ANALYZE;
