-- Un championnat amateur, noms en français : équipe à domicile et à l'extérieur, joueurs, buts, arbitres, licences.
CREATE FUNCTION pg_temp.pick(n int, salt text, size int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(n || salt), 1, 7))::bit(28)::int) % size $$;
CREATE TABLE equipe (id_equipe int PRIMARY KEY, nom text NOT NULL, ville text NOT NULL, annee_creation int NOT NULL);
CREATE TABLE joueur (id_joueur int PRIMARY KEY, prenom text NOT NULL, nom text NOT NULL, date_naissance date, poste text NOT NULL, taille_cm int, id_equipe int REFERENCES equipe, capitaine boolean NOT NULL, date_arrivee date NOT NULL);
CREATE TABLE arbitre (id_arbitre int PRIMARY KEY, nom_complet text NOT NULL, niveau text NOT NULL);
CREATE TABLE rencontre (
  id_rencontre int PRIMARY KEY, id_equipe_domicile int NOT NULL REFERENCES equipe, id_equipe_exterieur int NOT NULL REFERENCES equipe, id_arbitre int REFERENCES arbitre,
  date_match date NOT NULL, buts_domicile int, buts_exterieur int, spectateurs int, statut text NOT NULL
);
CREATE TABLE but (id_but int PRIMARY KEY, id_rencontre int NOT NULL REFERENCES rencontre, id_joueur int NOT NULL REFERENCES joueur, minute int NOT NULL, penalty boolean NOT NULL);
CREATE TABLE cotisation (id_cotisation int PRIMARY KEY, id_joueur int NOT NULL REFERENCES joueur, saison text NOT NULL, montant numeric(7,2) NOT NULL, date_paiement date);
INSERT INTO equipe VALUES (1,'Les Aigles','Rennes',1987),(2,'US Littoral','Brest',1954),(3,'AS Vallon','Quimper',2003),(4,'Racing Bocage','Vitré',1976),(5,'FC Lande','Fougères',1998),(6,'Étoile Neuve','Rennes',2025);
INSERT INTO joueur SELECT n, (ARRAY['Léo','Malo','Yann','Enzo','Noé','Tom','Hugo'])[1 + pg_temp.pick(n, 'p', 7)], (ARRAY['Le Gall','Morvan','Riou','Tanguy','Kerjean'])[1 + pg_temp.pick(n, 'n', 5)],
  CASE WHEN pg_temp.pick(n, 'dn', 9) > 0 THEN date '1988-01-01' + pg_temp.pick(n, 'j', 6500) END, (ARRAY['gardien','défenseur','milieu','attaquant'])[1 + pg_temp.pick(n, 'po', 4)],
  CASE WHEN pg_temp.pick(n, 'ta', 6) > 0 THEN 165 + pg_temp.pick(n, 't', 32) END, CASE WHEN pg_temp.pick(n, 'eq', 12) > 0 THEN 1 + n % 5 END, n <= 5, date '2021-08-01' + n * 17 FROM generate_series(1, 90) n;
INSERT INTO arbitre VALUES (1,'Alain Guérin','régional'),(2,'Soazig Le Bris','régional'),(3,'Marc Jégou','départemental'),(4,'Nora Cadiou','départemental');
INSERT INTO rencontre SELECT n, 1 + n % 5, 1 + (n % 5 + 1 + pg_temp.pick(n, 'ex', 4)) % 5, CASE WHEN pg_temp.pick(n, 'ar', 12) > 0 THEN 1 + pg_temp.pick(n, 'a', 3) END, date '2024-09-07' + n * 4,
  CASE WHEN n < 196 THEN pg_temp.pick(n, 'bd', 5) END, CASE WHEN n < 196 THEN pg_temp.pick(n, 'be', 4) END, CASE WHEN n < 196 AND pg_temp.pick(n, 'ns', 8) > 0 THEN 40 + pg_temp.pick(n, 's', 900) END,
  CASE WHEN n >= 200 THEN 'à venir' WHEN n >= 196 THEN 'reporté' ELSE 'joué' END FROM generate_series(1, 230) n;
INSERT INTO but SELECT row_number() OVER (), r.id_rencontre, 1 + pg_temp.pick(r.id_rencontre * 10 + g, 'jo', 75), 1 + pg_temp.pick(r.id_rencontre * 10 + g, 'mi', 90), pg_temp.pick(r.id_rencontre * 10 + g, 'pe', 9) = 0
  FROM rencontre r, generate_series(1, r.buts_domicile + r.buts_exterieur) g;
INSERT INTO cotisation SELECT n, 1 + n % 90, CASE WHEN n <= 90 THEN '2025-2026' ELSE '2026-2027' END, 90 + 10 * pg_temp.pick(n, 'co', 5), CASE WHEN pg_temp.pick(n, 'cp', 4) > 0 THEN date '2025-08-20' + n * 2 END FROM generate_series(1, 170) n;
