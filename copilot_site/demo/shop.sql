-- A web shop of three organizations, made in the database: 18 months up to the day before demo.day, with
-- demo.events events. Every value is a hash of a row's number, so that the data are a function of these two.
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
SELECT
    current_setting('demo.day')::date AS day,
    (current_setting('demo.day')::date - interval '18 months')::date AS first_day,
    -- The planted anomaly: for a day the checkout fails, and nearly nobody can pay.
    current_setting('demo.day')::date - 40 AS outage_day,
    current_setting('demo.events')::integer AS events,
    greatest(current_setting('demo.events')::integer / 50, 300) AS users;

-- Twenty thousand slots shared out among the days by weight: a calm summer, a long peak before Christmas,
-- busy Sundays and Mondays, quiet Saturdays. A throw picks a slot, and so a day.
CREATE UNLOGGED TABLE making.day_slots AS
WITH weighted AS (
    SELECT
        midnight::date AS day,
        (ARRAY[1.20, 1.15, 1.05, 1.00, 0.95, 0.90, 0.75])[1 + extract(dow FROM midnight)::integer]
        * CASE
            WHEN to_char(midnight, 'MMDD') BETWEEN '1120' AND '1220' THEN 1.9
            WHEN extract(month FROM midnight) IN (7, 8) THEN 0.75
            WHEN extract(month FROM midnight) IN (4, 5) THEN 1.15
            ELSE 1.0
        END AS weight
    FROM making.settings, generate_series(first_day, settings.day - 1, interval '1 day') AS midnight
), cumulated AS (
    SELECT
        day,
        floor(20000 * (sum(weight) OVER (ORDER BY day) - weight) / sum(weight) OVER ())::integer AS low,
        floor(20000 * sum(weight) OVER (ORDER BY day) / sum(weight) OVER ())::integer AS high
    FROM weighted
)
SELECT slot, day AS visit_day FROM cumulated, generate_series(low, high - 1) AS slot;

CREATE TABLE making.organizations (organization_id integer, currency text, countries text[], words text[], ranges text[]);
INSERT INTO making.organizations VALUES
    (1, 'EUR',
     ARRAY['Germany', 'Germany', 'Germany', 'Germany', 'Germany', 'Germany', 'France', 'France', 'France', 'Austria',
           'Austria', 'Netherlands', 'Netherlands', 'Denmark', 'Sweden', 'Italy', 'Switzerland', 'United States'],
     ARRAY['Fjord', 'Alpine', 'Nordic', 'Summit', 'Glacier', 'Tundra', 'Polar', 'Harbour'],
     ARRAY['Tents:Tent:189', 'Backpacks:Backpack:99', 'Clothing:Jacket:139', 'Footwear:Boots:149', 'Accessories:Lamp:29']),
    (2, 'EUR',
     ARRAY['France', 'France', 'France', 'France', 'France', 'France', 'France', 'France', 'Belgium', 'Belgium',
           'Belgium', 'Switzerland', 'Luxembourg', 'Spain', 'Germany', 'Canada', 'United States'],
     ARRAY['Aurore', 'Belleville', 'Montmartre', 'Riviera', 'Camargue', 'Mistral', 'Garonne', 'Provence'],
     ARRAY['Coffee:Beans:16', 'Machines:Espresso Machine:349', 'Cups:Cup Set:34', 'Tea:Tea:12', 'Gifts:Gift Box:59']),
    (3, 'USD',
     ARRAY['United States', 'United States', 'United States', 'United States', 'United States', 'United States',
           'United States', 'Canada', 'Canada', 'Mexico', 'Japan', 'Germany', 'France'],
     ARRAY['Cascade', 'Sierra', 'Redwood', 'Mojave', 'Yosemite', 'Big Sur', 'Tahoe', 'Olympic'],
     ARRAY['Bikes:Trail Bike:899', 'Surf:Surfboard:449', 'Clothing:Hoodie:69', 'Camping:Hammock:79', 'Accessories:Bottle:24']);

-- step: 120 products
CREATE TABLE products (
    id bigint PRIMARY KEY,
    organization_id integer NOT NULL,
    name text NOT NULL,
    category text NOT NULL,
    price numeric(10, 2) NOT NULL,
    currency text NOT NULL,
    launched_on date NOT NULL,
    is_active boolean NOT NULL
);
INSERT INTO products
SELECT
    row_number() OVER (ORDER BY organization_id, range_number, word_number),
    organization_id,
    word || ' ' || split_part(range, ':', 2),
    split_part(range, ':', 1),
    round(split_part(range, ':', 3)::numeric * (0.7 + 0.08 * word_number), 0) - 0.10,
    currency,
    first_day - 200 + (word_number * 61 + range_number * 17)::integer,
    (word_number + range_number) % 11 <> 0
FROM making.settings, making.organizations,
    unnest(words) WITH ORDINALITY AS word (word, word_number),
    unnest(ranges) WITH ORDINALITY AS range (range, range_number);

-- A hundred slots per organization: a few products sell most.
CREATE TABLE making.product_slots AS
WITH ranked AS (
    SELECT id, organization_id, price, 1.0 / (2 + row_number() OVER (
        PARTITION BY organization_id ORDER BY making.u(id, 1))) AS weight
    FROM products
), cumulated AS (
    SELECT
        id, organization_id, price,
        floor(1000 * (sum(weight) OVER w - weight) / sum(weight) OVER (PARTITION BY organization_id))::integer AS low,
        floor(1000 * sum(weight) OVER w / sum(weight) OVER (PARTITION BY organization_id))::integer AS high
    FROM ranked
    WINDOW w AS (PARTITION BY organization_id ORDER BY weight DESC)
)
SELECT organization_id, slot, id AS product_id, price
FROM cumulated, generate_series(low, high - 1) AS slot;
ALTER TABLE making.product_slots ADD PRIMARY KEY (organization_id, slot);

-- step: people and how long they stay
-- Sign-ups grow over two years. A quarter leave within two weeks; the others stay 300 days on average.
CREATE UNLOGGED TABLE making.people AS
SELECT
    n AS id,
    organization_id,
    making.pick(countries, making.u(n, 12)) AS country,
    signed_up_at,
    signed_up_at + CASE
        WHEN making.u(n, 14) < 0.25 THEN making.u(n, 15) * interval '14 days'
        ELSE -ln(1 - making.u(n, 15)) * interval '300 days' + interval '14 days'
    END AS leaves_at,
    making.pick(ARRAY['organic', 'organic', 'paid search', 'paid search', 'newsletter', 'social', 'referral'],
                making.u(n, 16)) AS channel
FROM making.settings,
    generate_series(1, settings.users) AS n
    CROSS JOIN LATERAL (
        SELECT CASE WHEN making.u(n, 11) < 0.5 THEN 1 WHEN making.u(n, 11) < 0.8 THEN 2 ELSE 3 END AS organization_id
    ) AS share
    JOIN making.organizations USING (organization_id)
    CROSS JOIN LATERAL (
        SELECT date_trunc('second', settings.day - (1 + 730 * (1 - power(making.u(n, 13), 0.7))) * interval '1 day'
            + making.u(n, 17) * interval '1 day')::timestamptz AS signed_up_at
    ) AS sign_up;
ALTER TABLE making.people ADD PRIMARY KEY (id);

-- step: sessions
-- Candidates are thrown over people (some come more often) and days; those before the sign-up or after the
-- person has left fall out, which gives growth and churn. Of the rest as many are kept as give all events.
CREATE UNLOGGED TABLE making.sessions AS
WITH candidates AS (
    SELECT
        n,
        1 + floor(settings.users * power(making.u(n, 20), 1.3))::bigint AS user_id,
        floor(20000 * making.u(n, 21))::integer AS slot,
        -- Most come between 7 and 22 h.
        (7 + 15 * (making.u(n, 22) + making.u(n, 23)) / 2 + 2 * (making.u(n, 24) - 0.5)) * interval '1 hour' AS hour
    FROM making.settings, generate_series(1, settings.events * 5 / 4) AS n
), kept AS (
    SELECT
        n, user_id, organization_id, country, channel,
        date_trunc('second', visit_day + hour)::timestamptz AS started_at,
        making.u(n, 25) < 0.30 AS searches,
        CASE WHEN making.u(n, 26) < 0.35 THEN 0 ELSE 1 + floor(3 * making.u(n, 27))::integer END AS views,
        making.u(n, 28) AS intent,
        making.u(n, 29) < CASE WHEN visit_day = settings.outage_day THEN 0.06 ELSE 0.68 END AS pays
    FROM making.settings, candidates
        JOIN making.day_slots USING (slot)
        JOIN making.people ON people.id = candidates.user_id
    WHERE visit_day + hour >= signed_up_at AND visit_day + hour < leaves_at
), stepped AS (
    SELECT
        *,
        views > 0 AND intent < 0.42 AS adds,
        views > 0 AND intent < 0.22 AS checks_out,
        views > 0 AND intent < 0.22 AND pays AS orders
    FROM kept
), counted AS (
    SELECT *, 1 + searches::integer + views + adds::integer + checks_out::integer + orders::integer AS steps
    FROM stepped
), cut AS (
    SELECT *, sum(steps) OVER (ORDER BY n) AS events_so_far FROM counted
)
SELECT
    row_number() OVER (ORDER BY started_at, n) AS id,
    sum(steps) OVER (ORDER BY started_at, n) - steps AS first_event,
    n, user_id, organization_id, country, channel, started_at, searches, views, adds, checks_out, orders, steps,
    making.pick(ARRAY['web', 'web', 'web', 'ios', 'ios', 'android'], making.u(user_id, 30)) AS platform
FROM making.settings, cut
WHERE events_so_far <= settings.events - settings.users * 3 / 4 - 10;

-- step: events
CREATE TABLE events (
    id bigint NOT NULL,
    organization_id integer NOT NULL,
    user_id bigint NOT NULL,
    session_id bigint,
    name text NOT NULL,
    occurred_at timestamptz NOT NULL,
    platform text NOT NULL,
    channel text NOT NULL,
    product_id bigint,
    properties jsonb NOT NULL
);
INSERT INTO events
SELECT
    first_event + step,
    sessions.organization_id,
    user_id,
    sessions.id,
    name,
    started_at + (step - 1) * (25 + floor(60 * making.u(n, 31))::integer) * interval '1 second',
    platform,
    channel,
    product_id,
    CASE name
        WHEN 'page_viewed' THEN jsonb_build_object('path', making.pick(ARRAY['/', '/', '/sale', '/new', '/blog'], making.u(n, 33)))
        WHEN 'product_searched' THEN jsonb_build_object('results', floor(20 * making.u(n, 34))::integer)
        ELSE jsonb_build_object('product', product_id)
    END
FROM making.sessions
    CROSS JOIN LATERAL generate_series(1, steps) AS step
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN step = 1 THEN 'page_viewed'
            WHEN step = 2 AND searches THEN 'product_searched'
            WHEN step <= 1 + searches::integer + views THEN 'product_viewed'
            WHEN step = 2 + searches::integer + views THEN 'product_added_to_cart'
            WHEN step = 3 + searches::integer + views THEN 'checkout_started'
            ELSE 'order_placed'
        END AS name
    ) AS named
    LEFT JOIN making.product_slots ON product_slots.organization_id = sessions.organization_id
        -- What is put into the cart is what was looked at last.
        AND slot = floor(1000 * making.u(n, 40 + least(step, 1 + searches::integer + views)))::integer
        AND name NOT IN ('page_viewed', 'product_searched')
ORDER BY sessions.id, step;

-- Sign-ups of the period, and page views to make the number of events exact.
INSERT INTO events
SELECT
    (SELECT max(id) FROM events) + row_number() OVER (ORDER BY signed_up_at, people.id),
    organization_id, people.id, NULL, 'account_created', signed_up_at,
    making.pick(ARRAY['web', 'web', 'web', 'ios', 'ios', 'android'], making.u(people.id, 30)),
    channel, NULL, jsonb_build_object('channel', channel)
FROM making.settings, making.people
WHERE signed_up_at >= first_day AND signed_up_at < settings.day
ORDER BY signed_up_at, people.id
LIMIT (SELECT events FROM making.settings) - (SELECT count(*) FROM events);
INSERT INTO events
SELECT
    (SELECT max(id) FROM events) + row_number() OVER (ORDER BY sessions.id),
    organization_id, user_id, sessions.id, 'page_viewed', started_at + interval '10 seconds', platform, channel, NULL,
    jsonb_build_object('path', '/')
FROM making.sessions
ORDER BY sessions.id
LIMIT (SELECT events FROM making.settings) - (SELECT count(*) FROM events);

-- step: orders and their items
CREATE TABLE orders (
    id bigint NOT NULL,
    organization_id integer NOT NULL,
    user_id bigint NOT NULL,
    status text NOT NULL,
    currency text NOT NULL,
    total_amount numeric(12, 2) NOT NULL,
    ordered_at timestamptz NOT NULL,
    refunded_at timestamptz
);
CREATE TABLE order_items (
    id bigint NOT NULL,
    order_id bigint NOT NULL,
    product_id bigint NOT NULL,
    quantity integer NOT NULL,
    unit_price numeric(10, 2) NOT NULL,
    amount numeric(12, 2) NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    ordered_at timestamptz NOT NULL
);
CREATE UNLOGGED TABLE making.orders AS
SELECT
    row_number() OVER (ORDER BY ordered_at, sessions.id) AS id,
    organization_id, user_id, n, ordered_at, views, searches,
    CASE WHEN country IN ('United States', 'Canada', 'Mexico', 'Japan') THEN 'USD' ELSE 'EUR' END AS currency,
    CASE
        WHEN making.u(n, 60) < 0.05 AND ordered_at < settings.day - 5 THEN 'refunded'
        WHEN making.u(n, 60) < 0.09 THEN 'cancelled'
        WHEN ordered_at >= settings.day - 2 AND making.u(n, 61) < 0.4 THEN 'pending'
        ELSE 'paid'
    END AS status
FROM making.settings, making.sessions
    CROSS JOIN LATERAL (
        SELECT started_at + (steps - 1) * (25 + floor(60 * making.u(n, 31))::integer) * interval '1 second' AS ordered_at
    ) AS ordered
WHERE orders;
INSERT INTO order_items
SELECT
    row_number() OVER (ORDER BY orders.id, item),
    orders.id, product_id, quantity, unit_price, quantity * unit_price, orders.currency, status, ordered_at
FROM making.orders
    CROSS JOIN LATERAL generate_series(1, 1 + floor(3 * power(making.u(n, 62), 2))::integer) AS item
    -- The first item is the one that was put into the cart.
    JOIN making.product_slots ON product_slots.organization_id = orders.organization_id
        AND slot = floor(1000 * making.u(n, CASE item WHEN 1 THEN 41 + searches::integer + views ELSE 70 + item END))::integer
    JOIN making.organizations ON organizations.organization_id = orders.organization_id
    CROSS JOIN LATERAL (
        SELECT
            1 + floor(2.2 * power(making.u(n, 80 + item), 3))::integer AS quantity,
            CASE
                WHEN orders.currency = organizations.currency THEN price
                WHEN orders.currency = 'USD' THEN round(price * 1.12, 0) - 0.05
                ELSE round(price * 0.92, 0) - 0.05
            END AS unit_price
    ) AS priced;
INSERT INTO orders
SELECT
    orders.id, organization_id, user_id, status, currency, total_amount, ordered_at,
    CASE status WHEN 'refunded' THEN ordered_at + (1 + 3 * making.u(n, 63)) * interval '1 day' END
FROM making.orders
    JOIN (SELECT order_id, sum(amount) AS total_amount FROM order_items GROUP BY order_id) AS totals
        ON totals.order_id = orders.id
ORDER BY orders.id;

-- step: users
CREATE TABLE users (
    id bigint NOT NULL,
    organization_id integer NOT NULL,
    full_name text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    country text NOT NULL,
    language text NOT NULL,
    channel text NOT NULL,
    marketing_consent boolean NOT NULL,
    signed_up_at timestamptz NOT NULL,
    last_seen_at timestamptz,
    last_order_at timestamptz,
    orders_count integer NOT NULL
);
INSERT INTO users
SELECT
    people.id,
    organization_id,
    first_name || ' ' || last_name,
    -- Domains and numbers that are reserved for examples and fiction.
    lower(translate(first_name || '.' || last_name, 'éèïüöç ', 'eeiuoc.')) || people.id || making.pick(
        ARRAY['@example.com', '@example.org', '@example.net'], making.u(people.id, 92)),
    CASE
        WHEN country IN ('France', 'Belgium', 'Luxembourg') THEN '+33 1 99 00 ' || to_char(people.id % 10000, 'FM00 00')
        WHEN country IN ('United States', 'Canada', 'Mexico') THEN '+1 202-555-' || to_char(100 + people.id % 100, 'FM0000')
        ELSE '+49 30 23125 ' || to_char(people.id % 1000, 'FM000')
    END,
    country,
    CASE WHEN country IN ('France', 'Belgium', 'Luxembourg') THEN 'fr' WHEN country IN ('Germany', 'Austria') THEN 'de' ELSE 'en' END,
    channel,
    making.u(people.id, 93) < 0.7,
    signed_up_at,
    seen.last_seen_at,
    bought.last_order_at,
    coalesce(bought.orders_count, 0)
FROM making.people
    CROSS JOIN LATERAL (
        SELECT
            making.pick(ARRAY['Anna', 'Léa', 'Emma', 'Noah', 'Louis', 'Paul', 'Mia', 'Jules', 'Clara', 'Max', 'Chloé', 'Liam',
                              'Zoé', 'Hugo', 'Nina', 'Oscar', 'Olivia', 'Ethan', 'Inès', 'Felix'], making.u(people.id, 90)) AS first_name,
            making.pick(ARRAY['Martin', 'Schmidt', 'Dubois', 'Weber', 'Johnson', 'Garcia', 'Moreau', 'Fischer', 'Smith', 'Laurent',
                              'Wagner', 'Brown', 'Petit', 'Becker', 'Rossi', 'Jensen', 'Lopez', 'Girard', 'Tanaka', 'Keller'],
                        making.u(people.id, 91)) AS last_name
    ) AS named
    LEFT JOIN (SELECT user_id AS id, max(occurred_at) AS last_seen_at FROM events GROUP BY user_id) AS seen USING (id)
    LEFT JOIN (
        SELECT user_id AS id, max(ordered_at) AS last_order_at, count(*) AS orders_count
        FROM orders WHERE status IN ('paid', 'pending', 'refunded') GROUP BY user_id
    ) AS bought USING (id)
ORDER BY people.id;

-- step: keys
ALTER TABLE users ADD PRIMARY KEY (id);
ALTER TABLE orders ADD PRIMARY KEY (id);
ALTER TABLE order_items ADD PRIMARY KEY (id);
ALTER TABLE events ADD PRIMARY KEY (id);
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;
ALTER TABLE order_items ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE order_items ADD FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE events ADD FOREIGN KEY (user_id) REFERENCES users;
ALTER TABLE events ADD FOREIGN KEY (product_id) REFERENCES products;

-- step: indexes
CREATE INDEX users_by_country ON users (organization_id, country);
CREATE INDEX users_by_sign_up ON users (organization_id, signed_up_at);
CREATE INDEX orders_by_time ON orders (organization_id, ordered_at) INCLUDE (user_id, status, currency, total_amount);
CREATE INDEX orders_by_user ON orders (user_id);
CREATE INDEX order_items_by_order ON order_items (order_id);
CREATE INDEX order_items_by_product ON order_items (product_id);
CREATE INDEX order_items_by_time ON order_items (ordered_at)
    INCLUDE (order_id, product_id, status, currency, amount, quantity);
-- Daily actives and events of a period; funnels and retention; events by kind and property.
CREATE INDEX events_by_time ON events (organization_id, occurred_at) INCLUDE (user_id, name);
CREATE INDEX events_by_user ON events (organization_id, name, user_id, occurred_at);
CREATE INDEX events_by_name ON events (organization_id, name, occurred_at) INCLUDE (platform, channel, product_id);

-- step: comments
COMMENT ON TABLE users IS 'People who signed up in the shop';
COMMENT ON COLUMN users.last_seen_at IS 'Time of the last event';
COMMENT ON COLUMN users.last_order_at IS 'Time of the last order that was not cancelled';
COMMENT ON COLUMN users.orders_count IS 'Orders that were not cancelled';
COMMENT ON COLUMN users.channel IS 'Where the person came from';
COMMENT ON TABLE products IS 'What the shop sells';
COMMENT ON TABLE orders IS 'Orders; money is in the currency of the order';
COMMENT ON COLUMN orders.status IS 'paid, pending, refunded or cancelled';
COMMENT ON TABLE order_items IS 'Lines of the orders; status, currency and time are those of the order';
COMMENT ON COLUMN order_items.amount IS 'quantity times unit_price, in the currency of the order';
COMMENT ON TABLE events IS 'What people did on the site and in the apps';
COMMENT ON COLUMN events.properties IS 'Details that depend on the kind of event';

DROP SCHEMA making CASCADE;
