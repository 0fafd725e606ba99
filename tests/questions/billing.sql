-- A software subscription product, quoted mixed-case names. Ask as of 2026-11-21T12:00:00+00:00 (also in billing.now).
CREATE FUNCTION pg_temp.pick(n int, salt text, size int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(n || salt), 1, 7))::bit(28)::int) % size $$;
CREATE TABLE "Account" (
  "accountId" int PRIMARY KEY, "companyName" text NOT NULL, "industry" text NOT NULL, "country" text NOT NULL, "employeeCount" int,
  "isTrial" boolean NOT NULL, "createdAt" timestamptz NOT NULL, "parentAccountId" int REFERENCES "Account"
);
CREATE TABLE "User" (
  "userId" int PRIMARY KEY, "accountId" int NOT NULL REFERENCES "Account", "displayName" text NOT NULL, "email" text NOT NULL, "role" text NOT NULL,
  "isActive" boolean NOT NULL, "createdAt" timestamptz NOT NULL, "lastLoginAt" timestamptz, "twoFactorEnabled" boolean NOT NULL
);
CREATE TABLE "Plan" ("planId" int PRIMARY KEY, "planName" text NOT NULL, "monthlyPrice" numeric(8,2) NOT NULL, "maxSeats" int);
CREATE TABLE "Feature" ("featureId" int PRIMARY KEY, "featureName" text NOT NULL);
CREATE TABLE "PlanFeature" ("planId" int NOT NULL REFERENCES "Plan", "featureId" int NOT NULL REFERENCES "Feature", PRIMARY KEY ("planId", "featureId"));
CREATE TABLE "Subscription" (
  "subscriptionId" int PRIMARY KEY, "accountId" int NOT NULL REFERENCES "Account", "planId" int NOT NULL REFERENCES "Plan", "seats" int NOT NULL,
  "status" text NOT NULL, "billingPeriod" text NOT NULL, "startedOn" date NOT NULL, "canceledOn" date, "cancelReason" text
);
CREATE TABLE "Invoice" (
  "invoiceId" int PRIMARY KEY, "subscriptionId" int NOT NULL REFERENCES "Subscription", "issuedOn" date NOT NULL, "dueOn" date NOT NULL, "paidOn" date,
  "amountUsd" numeric(10,2) NOT NULL, "taxUsd" numeric(10,2) NOT NULL, "status" text NOT NULL
);
CREATE TABLE "UsageEvent" ("eventId" int PRIMARY KEY, "userId" int NOT NULL REFERENCES "User", "eventName" text NOT NULL, "platform" text NOT NULL, "occurredAt" timestamptz NOT NULL);
CREATE TABLE "SupportTicket" (
  "ticketId" int PRIMARY KEY, "accountId" int NOT NULL REFERENCES "Account", "openedByUserId" int NOT NULL REFERENCES "User", "severity" text NOT NULL,
  "topic" text NOT NULL, "openedAt" timestamptz NOT NULL, "resolvedAt" timestamptz, "csatScore" int
);
INSERT INTO "Account" SELECT n, (ARRAY['Acme','Globex','Initech','Umbra','Hooli','Zephyr','Nimbus','Vertex','Solaris','Quanta'])[1 + n % 10] || ' ' ||
  (ARRAY['Labs','Group','Systems','Media','Foods','Motors','Health'])[1 + n % 7], (ARRAY['Retail','Healthcare','Finance','Education','Manufacturing','Media'])[1 + pg_temp.pick(n, 'ind', 6)],
  (ARRAY['United States','United States','Germany','France','Canada','Brazil','Côte d''Ivoire'])[1 + pg_temp.pick(n, 'ctry', 7)],
  CASE WHEN pg_temp.pick(n, 'emp', 7) > 0 THEN 4 + pg_temp.pick(n, 'size', 900) END, n > 62 AND pg_temp.pick(n, 'trial', 3) = 0,
  timestamptz '2024-01-15 09:00+00' + n * 14 * interval '1 day' + pg_temp.pick(n, 'm', 500) * interval '1 minute',
  CASE WHEN n > 12 AND pg_temp.pick(n, 'par', 8) = 0 THEN 1 + pg_temp.pick(n, 'pa', 6) END FROM generate_series(1, 70) n;
INSERT INTO "User" SELECT n, 1 + pg_temp.pick(n, 'acc', 68), 'User ' || n, 'user' || n || '@corp.example', (ARRAY['admin','member','member','member','viewer','billing'])[1 + pg_temp.pick(n, 'role', 6)],
  pg_temp.pick(n, 'act', 8) > 0, timestamptz '2025-01-06 09:30+00' + (n * 680 / 600) * interval '1 day', CASE WHEN pg_temp.pick(n, 'login', 9) > 0 THEN
  timestamptz '2026-11-20 18:00+00' - (pg_temp.pick(n, 'back', 15) * pg_temp.pick(n, 'back2', 12)) * interval '1 day' - pg_temp.pick(n, 'lm', 500) * interval '1 minute' END, pg_temp.pick(n, 'mfa', 3) = 0
  FROM generate_series(1, 600) n;
UPDATE "User" SET "lastLoginAt" = NULL WHERE "lastLoginAt" < "createdAt";
INSERT INTO "Plan" VALUES (1,'Free',0,3),(2,'Starter',19,10),(3,'Team',49,50),(4,'Business',99,NULL),(5,'Enterprise',249,NULL);
INSERT INTO "Feature" VALUES (1,'Dashboards'),(2,'Exports'),(3,'Single sign-on'),(4,'Audit log'),(5,'API access'),(6,'Priority support'),(7,'Sandbox');
INSERT INTO "PlanFeature" VALUES (1,1),(2,1),(2,2),(3,1),(3,2),(3,5),(4,1),(4,2),(4,5),(4,3),(5,1),(5,2),(5,5),(5,3),(5,4),(5,6);
INSERT INTO "Subscription" SELECT n, acc, 1 + pg_temp.pick(n, 'plan', 5), 1 + pg_temp.pick(n, 'seats', 40), CASE WHEN gone IS NOT NULL THEN 'canceled' WHEN pg_temp.pick(n, 'late', 9) = 0 THEN 'past due' ELSE 'active' END,
  CASE WHEN pg_temp.pick(n, 'period', 3) = 0 THEN 'yearly' ELSE 'monthly' END, began, gone,
  CASE WHEN gone IS NOT NULL AND pg_temp.pick(n, 'told', 4) > 0 THEN (ARRAY['too expensive','missing feature','switched to competitor','went out of business'])[1 + pg_temp.pick(n, 'why', 4)] END
  FROM (SELECT n, acc, began, CASE WHEN pg_temp.pick(n, 'gone', 4) = 0 AND began + 40 + pg_temp.pick(n, 'stay', 300) < '2026-11-20' THEN began + 40 + pg_temp.pick(n, 'stay', 300) END AS gone
    FROM (SELECT n, 1 + pg_temp.pick(n, 'a', 66) AS acc, date '2024-11-04' + n * 6 AS began FROM generate_series(1, 120) n) starts) s;
INSERT INTO "Invoice" SELECT row_number() OVER (ORDER BY issued, s."subscriptionId"), s."subscriptionId", issued, issued + 30, CASE WHEN state = 'paid' THEN issued + 1 + pg_temp.pick(k, 'paid', 35) END, amount, round(amount * 0.08, 2), state
  FROM "Subscription" s JOIN "Plan" p USING ("planId"), generate_series(0, 24) m,
  LATERAL (SELECT (s."startedOn" + m * (CASE "billingPeriod" WHEN 'yearly' THEN 12 ELSE 1 END) * interval '1 month')::date AS issued, s."subscriptionId" * 30 + m AS k) d,
  LATERAL (SELECT p."monthlyPrice" * s.seats * (CASE "billingPeriod" WHEN 'yearly' THEN 10 ELSE 1 END) AS amount,
    CASE WHEN pg_temp.pick(k, 'void', 40) = 0 THEN 'void' WHEN issued > '2026-11-01' OR pg_temp.pick(k, 'open', 14) = 0 THEN 'open' ELSE 'paid' END AS state) a
  WHERE issued < '2026-11-20' AND (s."canceledOn" IS NULL OR issued < s."canceledOn") AND p."monthlyPrice" > 0;
UPDATE "Invoice" SET "paidOn" = NULL, "status" = 'open' WHERE "paidOn" > '2026-11-20';
INSERT INTO "UsageEvent" SELECT n, u, (ARRAY['login','login','create report','create report','share report','export data','invite user'])[1 + pg_temp.pick(n, 'name', 7)], (ARRAY['web','web','ios','android'])[1 + pg_temp.pick(n, 'pf', 4)],
  timestamptz '2026-07-27 08:00+00' + (n * 116 / 4000) * interval '1 day' + pg_temp.pick(n, 'min', 700) * interval '1 minute'
  FROM (SELECT n, 1 + pg_temp.pick(n, 'u1', 600) * (1 + pg_temp.pick(n, 'u2', 4)) / 4 AS u FROM generate_series(1, 4000) n) e;
INSERT INTO "SupportTicket" SELECT n, u."accountId", u."userId", (ARRAY['low','medium','medium','high','critical'])[1 + pg_temp.pick(n, 'sev', 5)], (ARRAY['billing','bug','how-to','performance','login'])[1 + pg_temp.pick(n, 'top', 5)],
  at, CASE WHEN done THEN at + (2 + pg_temp.pick(n, 'hours', 120)) * interval '1 hour' END, CASE WHEN done AND pg_temp.pick(n, 'rated', 3) > 0 THEN 1 + greatest(pg_temp.pick(n, 'c1', 5), pg_temp.pick(n, 'c2', 5)) END
  FROM (SELECT n, timestamptz '2026-01-05 09:00+00' + (n * 318 / 380) * interval '1 day' + pg_temp.pick(n, 'at', 480) * interval '1 minute' AS at, n < 340 OR pg_temp.pick(n, 'done', 2) = 0 AS done FROM generate_series(1, 380) n) t
  JOIN "User" u ON u."userId" = 1 + pg_temp.pick(n, 'by', 600);
UPDATE "SupportTicket" SET "resolvedAt" = NULL, "csatScore" = NULL WHERE "resolvedAt" > '2026-11-21 10:00+00';
