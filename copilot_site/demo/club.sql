-- A sports club for each of three organizations, from 2022 to the day before demo.day. Every value is a hash of
-- a row's number; the names of activities and the code ABC123 are the same in all three, the rows behind them not.
SET timezone = 'UTC';
SET client_min_messages = warning;
CREATE SCHEMA making;

-- Uniform in [0, 1): the throw number `salt` for the row `n`.
CREATE FUNCTION making.u(n bigint, salt integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(n, salt) & 4503599627370495)::double precision / 4503599627370496;

-- One of the words, by the throw x.
CREATE FUNCTION making.pick(words text[], x double precision) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN words[1 + floor(x * cardinality(words))::integer];

CREATE TABLE making.settings AS
SELECT current_setting('demo.day')::date AS day, date '2022-01-01' AS first_day;

-- Ids of an organization's members start at first_id: 1, 1001, 2001.
CREATE TABLE making.clubs (organization_id integer, first_id integer, members integer, currency text, cities text[]);
INSERT INTO making.clubs VALUES
    (1, 1, 240, 'EUR', ARRAY['Berlin', 'Berlin', 'Hamburg', 'Munich', 'Leipzig']),
    (2, 1001, 160, 'EUR', ARRAY['Paris', 'Paris', 'Lyon', 'Lille', 'Nantes']),
    (3, 2001, 120, 'USD', ARRAY['Portland', 'Portland', 'Seattle', 'Oakland', 'San Diego']);

-- step: members
CREATE TABLE members (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    customer_code text NOT NULL,
    full_name text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    city text NOT NULL,
    status text NOT NULL,
    registered_on date NOT NULL,
    signup_completed_on date,
    UNIQUE (organization_id, customer_code)
);
INSERT INTO members
SELECT
    id,
    organization_id,
    CASE WHEN number = 17 THEN 'ABC123' ELSE
        chr(65 + code % 26) || chr(65 + code / 26 % 26) || chr(65 + code * 7 % 26) || to_char(100 + code * 37 % 900, 'FM000')
    END,
    first_name || ' ' || last_name,
    lower(translate(first_name || '.' || last_name, 'éèïüöç ', 'eeiuoc.')) || '.' || id || '@example.org',
    '+33 1 99 00 ' || to_char(id % 10000, 'FM00 00'),
    making.pick(cities, making.u(id, 3)),
    CASE
        WHEN completed_on IS NULL THEN 'pending'
        WHEN number > 20 AND making.u(id, 7) < 0.15 THEN 'left'
        ELSE 'current'
    END,
    registered_on,
    completed_on
FROM making.settings, making.clubs
    CROSS JOIN LATERAL generate_series(1, members) AS number
    CROSS JOIN LATERAL (SELECT first_id + number - 1 AS code, (first_id + number - 1)::bigint AS id) AS numbered
    CROSS JOIN LATERAL (
        SELECT
            making.pick(ARRAY['Anna', 'Léa', 'Emma', 'Noah', 'Louis', 'Paul', 'Mia', 'Jules', 'Clara', 'Max', 'Zoé', 'Hugo'],
                        making.u(id, 1)) AS first_name,
            making.pick(ARRAY['Martin', 'Schmidt', 'Dubois', 'Weber', 'Johnson', 'Garcia', 'Moreau', 'Fischer', 'Smith', 'Petit',
                              'Novak', 'Rossi'], making.u(id, 2)) AS last_name,
            -- The first twenty of a club are there from the start: among them are those who sign in to the demo.
            CASE WHEN number <= 20 THEN first_day + number::integer
                 ELSE first_day + floor((settings.day - first_day - 1) * making.u(id, 4))::integer END AS registered_on
    ) AS named
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN number > 20 AND making.u(id, 5) < 0.12 THEN NULL
            ELSE least(registered_on + floor(10 * making.u(id, 6))::integer, settings.day - 1)
        END AS completed_on
    ) AS completion;

-- step: activities
CREATE TABLE activities (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    season integer NOT NULL,
    status text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    capacity integer NOT NULL,
    places_taken integer NOT NULL DEFAULT 0,
    fee numeric(10, 2) NOT NULL,
    currency text NOT NULL,
    UNIQUE (organization_id, name)
);
INSERT INTO activities (id, organization_id, name, type, season, status, starts_on, ends_on, capacity, fee, currency)
SELECT
    row_number() OVER (ORDER BY organization_id, season, sport.number),
    organization_id,
    sport.name || ' ' || season,
    sport.type,
    season,
    CASE
        WHEN sport.number = 9 AND season % 2 = 1 THEN 'cancelled'
        WHEN starts_on > settings.day THEN 'planned'
        WHEN ends_on < settings.day THEN 'finished'
        ELSE 'active'
    END,
    starts_on,
    ends_on,
    sport.capacity,
    sport.fee,
    currency
FROM making.settings, making.clubs,
    generate_series(2022, extract(year FROM settings.day)::integer + 1) AS season,
    (VALUES
        (1, 'Hockey', 'Team sport', 60, 360, 1, 15, 340), (2, 'Football', 'Team sport', 80, 240, 1, 10, 345),
        (3, 'Swimming', 'Water sport', 50, 300, 1, 8, 350), (4, 'Tennis', 'Racket sport', 40, 420, 3, 1, 240),
        (5, 'Yoga', 'Wellness', 45, 180, 1, 12, 345), (6, 'Climbing', 'Adventure', 30, 390, 2, 1, 300),
        (7, 'Judo', 'Martial art', 36, 210, 1, 20, 330), (8, 'Summer Camp', 'Camp', 70, 450, 7, 6, 40),
        (9, 'Rowing', 'Water sport', 24, 330, 4, 1, 180), (10, 'Chess', 'Mind game', 40, 90, 1, 5, 355)
    ) AS sport (number, name, type, capacity, fee, month, day_of_month, days)
    CROSS JOIN LATERAL (SELECT make_date(season, month, day_of_month) AS starts_on) AS start
    CROSS JOIN LATERAL (SELECT starts_on + days AS ends_on) AS finish;

-- step: signups
CREATE TABLE signups (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    activity_id bigint NOT NULL REFERENCES activities,
    member_id bigint NOT NULL REFERENCES members,
    signed_up_on date NOT NULL,
    status text NOT NULL,
    payment_status text NOT NULL,
    fee numeric(10, 2) NOT NULL,
    currency text NOT NULL,
    duplicate_of bigint
);
-- Popularity differs by sport; members who had not registered yet, or never completed, sign up for nothing.
INSERT INTO signups
SELECT
    row_number() OVER (ORDER BY signed_up_on, activity_id, member_id),
    organization_id, activity_id, member_id, signed_up_on,
    CASE WHEN making.u(key, 12) < 0.05 THEN 'cancelled' ELSE 'confirmed' END,
    'settled', fee, currency, NULL
FROM (
    SELECT
        activities.organization_id, activities.id AS activity_id, members.id AS member_id, fee, currency, key,
        greatest(registered_on, starts_on - 60 + floor(75 * making.u(key, 11))::integer) AS signed_up_on,
        capacity, row_number() OVER (PARTITION BY activities.id ORDER BY making.u(key, 13)) AS place
    FROM making.settings CROSS JOIN activities
        JOIN members ON members.organization_id = activities.organization_id
            AND members.signup_completed_on < least(activities.ends_on, settings.day)
        CROSS JOIN LATERAL (SELECT activities.id * 10000 + members.id AS key) AS keyed
    WHERE activities.status <> 'cancelled'
      AND making.u(key, 10) < (ARRAY[0.30, 0.34, 0.24, 0.09, 0.26, 0.12, 0.07, 0.36, 0.04, 0.05])[1 + (activities.id - 1) % 10]
) AS wishes, making.settings
WHERE signed_up_on < settings.day AND place <= capacity;

-- Some registered twice, by mistake, a few days later.
INSERT INTO signups
SELECT
    (SELECT max(id) FROM signups) + row_number() OVER (ORDER BY id),
    organization_id, activity_id, member_id, signed_up_on + 3, status, payment_status, fee, currency, id
FROM signups, making.settings
WHERE making.u(id, 14) < 0.015 AND status = 'confirmed' AND signed_up_on + 3 < settings.day;

-- step: payments
-- Three instalments for each sign-up; most are paid around the day they are due, some late, some never.
CREATE TABLE payments (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    member_id bigint NOT NULL REFERENCES members,
    activity_id bigint NOT NULL REFERENCES activities,
    amount numeric(10, 2) NOT NULL,
    currency text NOT NULL,
    method text,
    status text NOT NULL,
    due_on date NOT NULL,
    received_on date
);
INSERT INTO payments
SELECT
    row_number() OVER (ORDER BY due_on, key),
    organization_id, member_id, activity_id, amount, currency,
    CASE WHEN paid THEN making.pick(ARRAY['card', 'card', 'bank transfer', 'direct debit', 'cash'], making.u(key, 23)) END,
    CASE WHEN paid THEN 'paid' ELSE 'open' END,
    due_on,
    CASE WHEN paid THEN received_on END
FROM (
    SELECT
        organization_id, member_id, activity_id, key, round(fee / 3, 2) AS amount, currency, due_on, received_on,
        -- Who does not pay one instalment often pays none of the rest.
        making.u(key, 20) < 0.97 AND making.u(id, 24) > 0.025 * instalment AND received_on < settings.day AS paid
    FROM making.settings, signups
        CROSS JOIN generate_series(1, 3) AS instalment
        CROSS JOIN LATERAL (SELECT id * 10 + instalment AS key, signed_up_on + 30 + 110 * (instalment - 1) AS due_on) AS dated
        CROSS JOIN LATERAL (SELECT due_on - 10 + floor(24 * power(making.u(key, 22), 2))::integer AS received_on) AS likely
    WHERE status = 'confirmed' AND duplicate_of IS NULL
) AS instalments;
CREATE INDEX payments_by_member ON payments (member_id, activity_id);
UPDATE signups SET payment_status = CASE
    WHEN status = 'cancelled' OR duplicate_of IS NOT NULL THEN 'not due'
    WHEN EXISTS (
        SELECT FROM payments, making.settings
        WHERE payments.member_id = signups.member_id AND payments.activity_id = signups.activity_id
            AND payments.status = 'open' AND due_on < settings.day
    ) THEN 'in arrears'
    ELSE 'settled'
END;
UPDATE activities SET places_taken = taken.places
FROM (SELECT activity_id, count(DISTINCT member_id) AS places FROM signups WHERE status = 'confirmed' GROUP BY 1) AS taken
WHERE taken.activity_id = activities.id;

-- step: expenses
CREATE TABLE expenses (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    activity_id bigint REFERENCES activities,
    category text NOT NULL,
    supplier text NOT NULL,
    amount numeric(10, 2) NOT NULL,
    currency text NOT NULL,
    spent_on date NOT NULL
);
-- Each activity's costs follow its size, not its income: some lose money. The club's own have no activity.
INSERT INTO expenses
SELECT
    row_number() OVER (ORDER BY spent_on, organization_id, activity_id, category),
    organization_id, activity_id, category, making.pick(suppliers, making.u(key, 31)),
    round((amount * (0.8 + 0.4 * making.u(key, 32)))::numeric, 2), currency, spent_on
FROM (
    SELECT
        organization_id, id AS activity_id, category, suppliers, currency, month::date + floor(27 * making.u(key, 30))::integer AS spent_on,
        key, capacity * fee / 75 * share AS amount
    FROM activities
        CROSS JOIN LATERAL generate_series(date_trunc('month', starts_on), least(ends_on, starts_on + 340), interval '1 month') AS month
        CROSS JOIN (VALUES
            (1, 'Venue', 1.5, ARRAY['City Arena', 'Sports Hall North']), (2, 'Coaching', 2.0, ARRAY['Coaches United', 'Self-employed']),
            (3, 'Equipment', 0.6, ARRAY['Sportland', 'Decade Sports']), (4, 'Travel', 0.5, ARRAY['Blue Bus', 'Rail & Road'])
        ) AS kind (number, category, share, suppliers)
        CROSS JOIN LATERAL (SELECT id * 10000 + extract(epoch FROM month)::bigint / 86400 * 10 + kind.number AS key) AS keyed
    WHERE status <> 'cancelled' AND making.u(key, 33) < 0.55 + 0.1 * kind.number
    UNION ALL
    SELECT
        organization_id, NULL, category, suppliers, currency, month::date + floor(27 * making.u(key, 30))::integer, key, monthly
    FROM making.settings, making.clubs
        CROSS JOIN LATERAL generate_series(first_day, settings.day, interval '1 month') AS month
        CROSS JOIN (VALUES
            (1, 'Administration', 420.0, ARRAY['Office & Co']), (2, 'Insurance', 180.0, ARRAY['Shield Insurance']),
            (3, 'Marketing', 150.0, ARRAY['Print House', 'Social Ads'])
        ) AS kind (number, category, monthly, suppliers)
        CROSS JOIN LATERAL (SELECT -(organization_id * 1000000 + extract(epoch FROM month)::bigint / 86400 * 10 + kind.number) AS key) AS keyed
) AS costs, making.settings
WHERE spent_on < settings.day;

-- step: invoices
CREATE TABLE invoices (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    number text NOT NULL,
    member_id bigint NOT NULL REFERENCES members,
    billing_name text NOT NULL,
    billing_address text NOT NULL,
    amount numeric(10, 2) NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL
);
INSERT INTO invoices
SELECT
    signups.id, signups.organization_id,
    'INV-' || extract(year FROM signed_up_on) || '-' || to_char(signups.id, 'FM00000'),
    member_id, full_name,
    1 + floor(90 * making.u(member_id, 40))::integer || ' ' || making.pick(ARRAY['Main Street', 'Station Road', 'Park Avenue', 'Mill Lane'],
        making.u(member_id, 41)) || ', ' || city,
    fee, currency, CASE payment_status WHEN 'in arrears' THEN 'open' ELSE 'paid' END, signed_up_on, signed_up_on + 30
FROM signups
    JOIN members ON members.id = member_id
WHERE payment_status <> 'not due';

-- step: passports
-- A pass for a number of visits in a year.
CREATE TABLE passports (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    member_id bigint NOT NULL REFERENCES members,
    type text NOT NULL,
    status text NOT NULL,
    visits_allowed integer NOT NULL,
    visits_used integer NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL
);
INSERT INTO passports
SELECT
    row_number() OVER (ORDER BY valid_from, members.id),
    organization_id, members.id, type,
    CASE WHEN valid_from + 365 < settings.day THEN 'expired' WHEN making.u(key, 52) < 0.04 THEN 'suspended' ELSE 'valid' END,
    allowed,
    floor(allowed * power(making.u(key, 53), 1.4) * least(1.0, (settings.day - valid_from) / 365.0))::integer,
    valid_from, valid_from + 365
FROM making.settings, members
    CROSS JOIN LATERAL generate_series(0, 4) AS renewal
    CROSS JOIN LATERAL (SELECT members.id * 10 + renewal AS key, signup_completed_on + 5 + 366 * renewal AS valid_from) AS dated
    CROSS JOIN LATERAL (SELECT making.pick(ARRAY['annual', 'ten visits', 'family', 'trial'], making.u(members.id, 50)) AS type) AS typed
    CROSS JOIN LATERAL (SELECT CASE type WHEN 'annual' THEN 120 WHEN 'family' THEN 200 WHEN 'ten visits' THEN 10 ELSE 3 END AS allowed) AS sized
WHERE valid_from < settings.day AND making.u(key, 51) < 0.75;

-- step: check-ins
-- They belong to the member: viewers and users see their own. The first twenty of a club check in most.
CREATE TABLE check_ins (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    member_id bigint NOT NULL REFERENCES members,
    venue text NOT NULL,
    category text NOT NULL,
    city text NOT NULL,
    country text NOT NULL,
    checked_in_at timestamptz NOT NULL
);
CREATE TABLE making.venues AS
SELECT row_number() OVER () AS number, * FROM (VALUES
    ('Café Central', 'Café', 'Ljubljana', 'Slovenia'), ('Castle Hill', 'Sight', 'Ljubljana', 'Slovenia'),
    ('Lake Bled Boathouse', 'Outdoors', 'Bled', 'Slovenia'), ('Piran Harbour', 'Outdoors', 'Piran', 'Slovenia'),
    ('Museum of Modern Art', 'Museum', 'Berlin', 'Germany'), ('Spree Bistro', 'Restaurant', 'Berlin', 'Germany'),
    ('Central Station', 'Train station', 'Berlin', 'Germany'), ('Alster Gym', 'Gym', 'Hamburg', 'Germany'),
    ('Isar Brewery', 'Bar', 'Munich', 'Germany'), ('Louvre', 'Museum', 'Paris', 'France'),
    ('Gare de Lyon', 'Train station', 'Paris', 'France'), ('Chez Marcel', 'Restaurant', 'Paris', 'France'),
    ('Café de Flore', 'Café', 'Paris', 'France'), ('Parc de la Tête d''Or', 'Outdoors', 'Lyon', 'France'),
    ('Salle Rhône', 'Gym', 'Lyon', 'France'), ('Schönbrunn Palace', 'Sight', 'Vienna', 'Austria'),
    ('Naschmarkt', 'Market', 'Vienna', 'Austria'), ('Colosseum', 'Sight', 'Rome', 'Italy'),
    ('Trattoria Roma', 'Restaurant', 'Rome', 'Italy'), ('Forest Park', 'Outdoors', 'Portland', 'United States'),
    ('Stumptown Coffee Bar', 'Café', 'Portland', 'United States'), ('Pike Place', 'Market', 'Seattle', 'United States'),
    ('Union Gym', 'Gym', 'Seattle', 'United States'), ('Zagreb Arena', 'Stadium', 'Zagreb', 'Croatia')
) AS venue (venue, category, city, country);
INSERT INTO check_ins
SELECT
    row_number() OVER (ORDER BY checked_in_at, members.id, visit),
    organization_id, members.id, venue, category, venues.city, country, checked_in_at
FROM making.settings CROSS JOIN members
    CROSS JOIN LATERAL generate_series(1, CASE WHEN id % 1000 BETWEEN 1 AND 20 THEN 900 ELSE 25 END) AS visit
    CROSS JOIN LATERAL (SELECT members.id * 10000 + visit AS key) AS keyed
    CROSS JOIN LATERAL (
        SELECT date_trunc('second', first_day + floor((settings.day - first_day) * making.u(key, 60))::integer
            + (7 + 15 * making.u(key, 61)) * interval '1 hour') AS checked_in_at
    ) AS dated
    -- Everyone has favourites.
    JOIN making.venues ON venues.number = 1 + (members.id * 5 + floor(24 * power(making.u(key, 62), 1.8))::bigint) % 24
WHERE checked_in_at >= registered_on;

-- step: indexes
CREATE INDEX signups_by_activity ON signups (activity_id, payment_status);
CREATE INDEX signups_by_member ON signups (member_id);
CREATE INDEX payments_by_time ON payments (organization_id, received_on);
CREATE INDEX expenses_by_time ON expenses (organization_id, spent_on);
CREATE INDEX invoices_by_member ON invoices (member_id);
CREATE INDEX passports_by_member ON passports (member_id);
CREATE INDEX check_ins_by_member ON check_ins (member_id, checked_in_at);

-- step: comments
COMMENT ON TABLE members IS 'Members of the club';
COMMENT ON COLUMN members.status IS 'current, pending (sign-up not completed) or left';
COMMENT ON TABLE activities IS 'Activities of a season: Hockey 2025';
COMMENT ON COLUMN activities.places_taken IS 'Members with a confirmed sign-up';
COMMENT ON TABLE signups IS 'Registrations of members for activities';
COMMENT ON COLUMN signups.payment_status IS 'settled; in arrears: an instalment is overdue; not due: cancelled or registered twice';
COMMENT ON COLUMN signups.duplicate_of IS 'The earlier sign-up of the same member for the same activity';
COMMENT ON TABLE payments IS 'Instalments of the fees of sign-ups; income once paid';
COMMENT ON TABLE expenses IS 'What the club spent; without an activity: the club''s own costs';
COMMENT ON TABLE invoices IS 'Billing: one invoice for each sign-up';
COMMENT ON TABLE passports IS 'Passes for a number of visits in a year';
COMMENT ON TABLE check_ins IS 'Places where members were; each belongs to its member';

DROP SCHEMA making CASCADE;
