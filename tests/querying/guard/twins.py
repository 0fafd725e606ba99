"""Two shops on real PostgreSQL that differ only in what organization 1 must not see.

In each the rows of organization 1 are the same, but for masked columns; those of organization 2, the masked
columns, the hidden column and the hidden table hold other values. An accepted query must answer both alike.
Own rows never make `score - 5` zero and hold only digits in `note`; the other organization's do otherwise.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import psycopg

TABLES = """
CREATE TYPE order_status AS ENUM ('new', 'paid', 'shipped', 'cancelled');
CREATE TABLE users (id int PRIMARY KEY, organization_id int, name text, email text, password_hash text,
    birth_date date, country text, score int, tags text[], signed_up_at timestamptz);
CREATE TABLE products (id int PRIMARY KEY, name text, category text, price numeric(10,2));
CREATE TABLE orders (id int PRIMARY KEY, organization_id int, user_id int REFERENCES users,
    status order_status, total numeric(10,2), currency text, note text, created_at timestamptz,
    shipped_on date);
CREATE TABLE order_items (id int PRIMARY KEY, order_id int REFERENCES orders,
    product_id int REFERENCES products, quantity int, unit_price numeric(10,2));
CREATE TABLE events (id bigint PRIMARY KEY, organization_id int, user_id int, name text, properties jsonb,
    occurred_at timestamptz);
CREATE SCHEMA marketing;
CREATE TABLE marketing.campaigns (id int PRIMARY KEY, organization_id int, "userId" int, title text,
    spent double precision, starts_at timestamp);
CREATE TABLE salaries (id int PRIMARY KEY, amount int);
CREATE TABLE organizations (id int PRIMARY KEY, slug text UNIQUE);
INSERT INTO organizations VALUES (1, 'one'), (2, 'two');
-- A dear comparison of integers: the planner leaves the scope for last wherever it may.
ALTER FUNCTION pg_catalog.int4eq(int, int) COST 1000;
CREATE INDEX ON users (country);
CREATE INDEX ON orders (user_id);
CREATE INDEX ON orders (organization_id, created_at);
CREATE INDEX ON order_items (order_id);
CREATE INDEX ON order_items (product_id);
CREATE INDEX ON events (organization_id, occurred_at);
CREATE INDEX ON events (user_id);
"""

ROWS = """
INSERT INTO users SELECT n, o, 'user ' || n, 'mail' || n * {k} || '@example.org', md5((n * {k})::text),
    date '1970-01-01' + n * {k} % 9000, (ARRAY['FR','US','DE','SI'])[1 + n % 4],
    CASE o WHEN 1 THEN 6 + n % 90 ELSE {score} END, ARRAY['t' || n % 3, 'all'],
    timestamptz '2025-01-01 08:00+00' + n * interval '3 days 5 hours'
    FROM (SELECT n, CASE WHEN n % 3 = 0 THEN 2 ELSE 1 END AS o FROM generate_series(1, 240) n) s;
INSERT INTO products SELECT n, 'product ' || n, (ARRAY['toys','books','food'])[1 + n % 3], 3.5 * n
    FROM generate_series(1, 24) n;
INSERT INTO orders SELECT n, u.organization_id, u.id,
    (ARRAY['new','paid','shipped','cancelled'])[1 + n % 4]::order_status,
    CASE u.organization_id WHEN 1 THEN 10 + n % 300 ELSE {total} END, (ARRAY['EUR','USD'])[1 + n % 2],
    CASE u.organization_id WHEN 1 THEN (n % 50)::text ELSE {note} END,
    timestamptz '2025-06-01 08:00+00' + n * interval '6 hours',
    CASE WHEN n % 4 > 1 THEN date '2025-06-03' + n / 4 END
    FROM generate_series(1, 2000) n JOIN users u ON u.id = 1 + n * 7 % 240;
INSERT INTO order_items SELECT n, o.id, 1 + n % 23 + CASE o.organization_id WHEN 1 THEN 0 ELSE {product} END,
    CASE o.organization_id WHEN 1 THEN 6 + n % 5 ELSE {score} END, 3.5 * (1 + n % 9)
    FROM generate_series(1, 5000) n JOIN orders o ON o.id = 1 + n * 11 % 2000;
INSERT INTO events
    SELECT n, u.organization_id, u.id, (ARRAY['visit','signup','purchase','search'])[1 + n % 4],
    jsonb_build_object('plan', (ARRAY['free','pro'])[1 + n % 2], 'amount',
        CASE u.organization_id WHEN 1 THEN to_jsonb(n % 40) ELSE to_jsonb({note}::text) END),
    timestamptz '2026-06-01 00:00+00' + n * interval '40 minutes'
    FROM generate_series(1, 6000) n JOIN users u ON u.id = 1 + n * 13 % 240;
INSERT INTO marketing.campaigns SELECT n, 1 + n % 2, n, 'campaign ' || n,
    CASE WHEN n % 2 = 0 THEN n * 1.5 ELSE {score} END, timestamp '2026-01-01' + n * interval '9 days'
    FROM generate_series(1, 40) n;
INSERT INTO salaries SELECT n, n * {k} FROM generate_series(1, 9) n;
"""

FIRST = {"k": "1", "score": "5", "total": "5", "note": "'secret'", "product": "0"}
SECOND = {"k": "7", "score": "77", "total": "99 + n % 7", "note": "'7'", "product": "1"}
MORE_IN_SECOND = """
INSERT INTO users SELECT 1000 + n, 2, 'more ' || n, NULL, '', NULL, 'FR', 9, '{}', now()
    FROM generate_series(1, 50) n;
INSERT INTO orders SELECT 5000 + n, 2, 1000 + n % 50 + 1, 'paid', 11, 'EUR', '3', now(), NULL
    FROM generate_series(0, 400) n;
INSERT INTO order_items SELECT 9000 + n, 5000 + n, 24, 9, 1 FROM generate_series(0, 400) n;
DELETE FROM events WHERE organization_id = 2 AND id % 5 = 0;
ANALYZE;
"""

ONLY_VISIBLE = """
DELETE FROM order_items i USING orders o WHERE o.id = i.order_id AND o.organization_id = 2;
DELETE FROM orders WHERE organization_id = 2;
DELETE FROM events WHERE organization_id = 2;
DELETE FROM users WHERE organization_id = 2;
DELETE FROM marketing.campaigns WHERE organization_id = 2;
UPDATE users SET email = '***', birth_date = NULL;
ALTER TABLE users DROP password_hash;
ALTER TABLE orders DROP organization_id;
ALTER TABLE events DROP organization_id;
ALTER TABLE marketing.campaigns DROP organization_id;
DROP TABLE salaries;
ALTER DATABASE {name} SET search_path = public, pg_catalog;
"""

SETTINGS: tuple[dict[str, str], ...] = (
    {},
    {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off"},
    {"enable_indexscan": "off", "enable_bitmapscan": "off", "enable_nestloop": "off"},
    {
        "parallel_setup_cost": "0",
        "parallel_tuple_cost": "0",
        "min_parallel_table_scan_size": "0",
        "debug_parallel_query": "on",
    },
)
"""Ways to make the planner choose otherwise: a fence must hold in each."""


def make_twin(url: str, *, second: bool) -> None:
    """Fills an empty database with one of the two shops."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLES)
        connection.execute(ROWS.format(**(SECOND if second else FIRST)))
        connection.execute(MORE_IN_SECOND if second else "ANALYZE")


def make_visible(url: str, name: str) -> None:
    """Fills an empty database with nothing but what organization 1 may see."""
    make_twin(url, second=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(ONLY_VISIBLE.format(name=name))


class Twin:
    """A connection that runs guarded SQL as the runner does: read-only, nothing but pg_catalog in reach."""

    def __init__(self, url: str, search_path: str = "pg_catalog, pg_temp") -> None:
        self.url = url
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute(f"SET search_path = {search_path}")
        self.connection.execute("SET default_transaction_read_only = on")
        self.connection.execute("SET statement_timeout = '5s'")
        self.connection.execute("SET timezone = 'Europe/Paris'")
        self.connection.execute("SET jit = off")

    def answer(self, sql: str, settings: dict[str, str]) -> Counter[Any] | str:
        """The rows as a multiset, floats to 9 digits; or the code of the error."""
        with self.connection.transaction():
            for name, value in settings.items():
                self.connection.execute(f"SET LOCAL {name} = {value}")
            try:
                with self.connection.transaction():
                    return Counter(repr(_rounded(row)) for row in self.connection.execute(sql, binary=True))
            except psycopg.Error as error:
                return error.sqlstate or "?"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, Decimal):
        return value.normalize()
    if isinstance(value, tuple | list):
        return [_rounded(item) for item in value]
    return value
