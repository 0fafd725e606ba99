"""The shop that benchmarks/fences.py asks: a database of its own on the bench's server, made once."""

from __future__ import annotations

import psycopg

from querying.catalog import (
    CatalogColumn,
    CatalogTable,
    CatalogView,
    ColumnEquals,
    ColumnType,
    RowFilter,
    ThroughForeignKey,
)

_MOMENT, _MONEY = "timestamp with time zone", "numeric(10,2)"
_TYPES = {
    "bigint": ColumnType.INTEGER,
    "integer": ColumnType.INTEGER,
    _MONEY: ColumnType.NUMBER,
    "text": ColumnType.TEXT,
    "jsonb": ColumnType.JSON,
    _MOMENT: ColumnType.TIMESTAMPTZ,
}

# Organization 1 has six of ten rows; a year of events ends on the day of the clock.
SCRIPT = """
CREATE TABLE users (id bigint PRIMARY KEY, organization_id int NOT NULL, country text, plan text,
    signed_up_at timestamptz NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, organization_id int NOT NULL,
    user_id bigint NOT NULL REFERENCES users, status text NOT NULL,
    total numeric(10, 2) NOT NULL, created_at timestamptz NOT NULL);
CREATE TABLE order_items (id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders,
    quantity int NOT NULL, price numeric(10, 2) NOT NULL);
CREATE TABLE events (id bigint PRIMARY KEY, organization_id int NOT NULL, user_id bigint NOT NULL,
    name text NOT NULL, properties jsonb NOT NULL, occurred_at timestamptz NOT NULL);
INSERT INTO users SELECT n, CASE WHEN n % 10 < 6 THEN 1 ELSE 2 + n % 3 END,
    (ARRAY['FR', 'US', 'DE', 'SI', 'IT'])[1 + n % 5], (ARRAY['free', 'pro', 'team'])[1 + n % 3],
    timestamptz '2025-06-15' + (n * 7919 % 365) * interval '1 day'
    FROM generate_series(1, {users}::bigint) n;
INSERT INTO orders SELECT n, u.organization_id, u.id,
    (ARRAY['new', 'paid', 'shipped', 'cancelled'])[1 + n % 4], 5 + n * 31 % 40000 / 100.0,
    timestamptz '2025-06-15' + (n * 104729 % 31536000) * interval '1 second'
    FROM generate_series(1, {orders}::bigint) n JOIN users u ON u.id = 1 + n * 13 % {users};
INSERT INTO order_items SELECT n, 1 + n % {orders}, 1 + n % 5, 2 + n * 17 % 9000 / 100.0
    FROM generate_series(1, {items}::bigint) n;
INSERT INTO events SELECT n, u.organization_id, u.id,
    (ARRAY['visit', 'search', 'cart', 'purchase', 'visit', 'visit'])[1 + n % 6],
    jsonb_build_object('platform', (ARRAY['web', 'ios', 'android'])[1 + n % 3], 'amount', n % 90),
    timestamptz '2025-06-15' + (n * 15485863 % 31536000) * interval '1 second'
    FROM generate_series(1, {events}::bigint) n JOIN users u ON u.id = 1 + n * 11 % {users};
CREATE INDEX ON users (organization_id);
CREATE INDEX ON orders (organization_id, created_at);
CREATE INDEX ON orders (user_id);
CREATE INDEX ON order_items (order_id);
CREATE INDEX ON events (organization_id, occurred_at);
CREATE INDEX ON events (user_id);
"""


def make_database(admin_url: str, events: int) -> str:
    """The URL of the shop of so many events, which is made once and stays.

    Orders are a fifth, items a half, users a twentieth as many.
    """
    name = f"bench_fences_{events}"
    url = f"{admin_url.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        done = admin.execute(
            "SELECT shobj_description(oid, 'pg_database') = 'whole' FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
        if done == (True,):
            return url
        admin.execute(f"DROP DATABASE IF EXISTS {name}".encode())
        admin.execute(f"CREATE DATABASE {name}".encode())
    counts = {"users": events // 20, "orders": events // 5, "items": events // 2, "events": events}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SCRIPT.format(**counts).encode())
        connection.execute("VACUUM ANALYZE")
        connection.execute(f"COMMENT ON DATABASE {name} IS 'whole'".encode())
    return url


def make_view() -> CatalogView:
    """What a member of organization 1 sees: all tables, items through their orders."""
    own = ColumnEquals("organization_id", "1", "integer")
    of_order = ThroughForeignKey(("order_id",), ("public", "orders"), ("id",), (own,))
    tables = (
        _table("users", own, id="bigint", country="text", plan="text", signed_up_at=_MOMENT),
        _table("orders", own, id="bigint", user_id="bigint", status="text", total=_MONEY, created_at=_MOMENT),
        _table("order_items", of_order, id="bigint", order_id="bigint", quantity="integer", price=_MONEY),
        _table(
            "events", own, id="bigint", user_id="bigint", name="text", properties="jsonb", occurred_at=_MOMENT
        ),
    )
    return CatalogView("postgresql", "public", {table.key: table for table in tables})


def _table(key: str, scope: RowFilter, /, **columns: str) -> CatalogTable:
    made = tuple(CatalogColumn(name, _TYPES[sql_type], sql_type) for name, sql_type in columns.items())
    return CatalogTable("public", key, made, (scope,), primary_key=("id",))
