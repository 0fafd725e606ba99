"""Small shops on real PostgreSQL, twins in what an actor may see, and unlike in all else.

Three hold the same rows of organization 1. Those of organization 2, the hidden column and the hidden table
differ between the first and the others; the raw values of masked columns and the check-ins of other persons
than person 7 only in the third. Two more hold nothing but what an actor may see, as unguarded SQL sees it.

No table is analyzed and all take as many pages, so that the planner knows the same of each: what differs
then is what rows hold, not which plan was taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import psycopg

from querying.catalog import CatalogTable, CatalogView, ColumnEquals, ThroughForeignKey
from tests.querying.guard.shop import CAMPAIGNS, OWN, TABLES, VIEW, VIEW_BY_JOINS, columns
from tests.querying.guard.twins import TABLES as TABLES_SQL

CHECKINS = CatalogTable(
    "public",
    "checkins",
    columns(
        """id integer
        user_id integer
        person text
        comment text
        rating integer masked
        details jsonb masked
        marks text[] masked
        visited date"""
    ),
    filters=(ThroughForeignKey(("user_id",), ("public", "users"), ("id",), (OWN,)),),
    primary_key=("id",),
)
PERSON = ColumnEquals("person", "7", "text")

CHECKINS_SQL = """
CREATE TABLE checkins (id int PRIMARY KEY, user_id int REFERENCES users, person text, comment text,
    rating int, details jsonb, marks text[], visited date);
"""

ROWS = """
INSERT INTO users SELECT n, o,
    CASE o WHEN 1 THEN 'user ' || n % 17 ELSE {name} END,
    CASE o WHEN 1 THEN 'mail' || n || {domain} ELSE {other_email} END,
    md5((n * {k})::text), CASE WHEN n % 7 = 0 THEN NULL ELSE date '1970-01-01' + n * {own_k} * 97 % 9000 END,
    (ARRAY['FR','US','DE','SI'])[1 + n % 4],
    CASE o WHEN 1 THEN 6 + n % 90 ELSE {score} END,
    CASE o WHEN 1 THEN ARRAY['t' || n % 3, 'all'] ELSE {tags} END,
    timestamptz '2025-01-01 08:00+00' + n * interval '13 days 5 hours'
    FROM (SELECT n, CASE WHEN n % 3 = 0 THEN 2 ELSE 1 END AS o FROM generate_series(1, 36) n) s;
INSERT INTO products SELECT n, 'product ' || n, (ARRAY['toys','books','food'])[1 + n % 3], 3.5 * n
    FROM generate_series(1, 12) n;
INSERT INTO orders SELECT n, u.organization_id, u.id,
    (ARRAY['new','paid','shipped','cancelled'])[1 + n % 4]::order_status,
    CASE u.organization_id WHEN 1 THEN 10 + n % 30 ELSE {total} END, (ARRAY['EUR','USD'])[1 + n % 2],
    CASE u.organization_id WHEN 1 THEN (n % 20)::text ELSE {note} END,
    CASE u.organization_id WHEN 1 THEN timestamptz '2025-06-01 08:00+00' + n * interval '60 hours'
        ELSE {moment} END,
    CASE WHEN u.organization_id = 2 THEN {day} WHEN n % 4 > 1 THEN date '2025-06-03' + n END
    FROM generate_series(1, 60) n JOIN users u ON u.id = 1 + n * 7 % 36
    WHERE u.organization_id = 1 OR n % 5 <> {gap};
INSERT INTO order_items SELECT n, o.id, 1 + n % 11 + CASE o.organization_id WHEN 1 THEN 0 ELSE {product} END,
    CASE o.organization_id WHEN 1 THEN 6 + n % 5 ELSE {score} END, 3.5 * (1 + n % 9)
    FROM generate_series(1, 110) n JOIN orders o ON o.id = 1 + n * 11 % 60;
INSERT INTO events
    SELECT n, u.organization_id, u.id, (ARRAY['visit','signup','purchase','search'])[1 + n % 4],
    jsonb_build_object('plan', (ARRAY['free','pro'])[1 + n % 2], 'amount',
        CASE u.organization_id WHEN 1 THEN to_jsonb(n % 40) ELSE to_jsonb({note}::text) END, 'list',
        CASE u.organization_id WHEN 1 THEN '[1]'::jsonb ELSE {list} END),
    timestamptz '2026-06-01 00:00+00' + n * interval '40 hours'
    FROM generate_series(1, 70) n JOIN users u ON u.id = 1 + n * 13 % 36;
INSERT INTO marketing.campaigns SELECT n, 1 + n % 2, 1 + n * 5 % 36,
    CASE WHEN n % 2 = 0 THEN 'campaign ' || n ELSE {name} END,
    CASE WHEN n % 2 = 0 THEN n * 1.5 * {own_k} + 1 ELSE {spent} END,
    timestamp '2026-01-01' + n * interval '9 days'
    FROM generate_series(1, 24) n;
INSERT INTO checkins SELECT n, u.id, CASE WHEN n % 3 = 0 THEN '7' ELSE {person} END,
    CASE WHEN n % 3 = 0 OR u.organization_id = 1 AND {same} THEN (n % 9)::text ELSE {note} END,
    CASE u.organization_id WHEN 1 THEN 6 + n % 4 * {own_k} ELSE {score} END,
    jsonb_build_object('plan', 'p' || n * {own_k} % 5), ARRAY['m' || n * {own_k} % 4],
    date '2026-02-01' + n
    FROM generate_series(1, 60) n JOIN users u ON u.id = 1 + n * 11 % 36;
INSERT INTO salaries SELECT n, n * {k} FROM generate_series(1, 9) n;
"""
FIRST = {
    "k": "1", "name": "'secret'", "domain": "'@example.org'", "other_email": "'a@b.c'", "own_k": "1",
    "score": "5", "tags": "ARRAY['all', 'x', 'y']", "total": "5", "note": "'secret'",
    "day": "date 'infinity'",
    "moment": "'2025-07-01'", "gap": "9",
    "product": "0", "list": "'7'::jsonb", "spent": "5", "person": "'4'", "same": "true",
}  # fmt: skip
SECOND = FIRST | {
    "k": "7", "name": "'user 3'", "other_email": "'much.longer@example.net'", "score": "77 + n % 3 * 2000000",
    "tags": "'{}'", "total": "99 + n % 7 * 100000", "note": "'7'", "day": "date '2025-06-20'",
    "moment": "'infinity'", "gap": "3",
    "product": "1", "list": "'[1, 2]'::jsonb", "spent": "CASE n WHEN 3 THEN 'NaN' ELSE 1e300 END",
}  # fmt: skip
THIRD = SECOND | {
    "domain": "CASE n % 3 WHEN 1 THEN '' ELSE '@x.example' END", "own_k": "3",
    "person": "CASE n % 3 WHEN 1 THEN '4' ELSE '9' END", "same": "false",
}  # fmt: skip

VISIBLE = """
DELETE FROM order_items i USING orders o WHERE o.id = i.order_id AND o.organization_id = 2;
DELETE FROM checkins c USING users u WHERE u.id = c.user_id AND u.organization_id = 2;
DELETE FROM orders WHERE organization_id = 2;
DELETE FROM events WHERE organization_id = 2;
DELETE FROM users WHERE organization_id = 2;
DELETE FROM marketing.campaigns WHERE organization_id = 2;
ALTER TABLE users DROP password_hash;
ALTER TABLE orders DROP organization_id;
ALTER TABLE events DROP organization_id;
ALTER TABLE marketing.campaigns DROP organization_id;
DROP TABLE salaries;
"""
VISIBLE_TO_VIEWER = """
DELETE FROM checkins WHERE person <> '7';
UPDATE users SET email = '***', birth_date = NULL;
UPDATE marketing.campaigns SET spent = NULL;
UPDATE checkins SET rating = NULL, details = NULL, marks = NULL;
"""


def _with_checkins(view: CatalogView, *, masked: bool, person: bool) -> CatalogView:
    spent = tuple(replace(each, masked=each.name == "spent") for each in CAMPAIGNS.columns)
    campaigns = replace(view.tables[CAMPAIGNS.key], columns=spent)
    tables = {**view.tables, CHECKINS.key: CHECKINS, CAMPAIGNS.key: campaigns}
    if person:
        tables[CHECKINS.key] = replace(CHECKINS, filters=(*CHECKINS.filters, PERSON))
    if not masked:
        tables = {
            key: replace(table, columns=tuple(replace(column, masked=False) for column in table.columns))
            for key, table in tables.items()
        }
    return replace(view, tables=tables)


@dataclass(frozen=True)
class Asker:
    """One who asks: what they may see, which two shops they can't tell apart, which one is theirs alone."""

    name: str
    view: CatalogView
    twins: tuple[str, str]
    visible: str


ASKERS = (
    Asker("owner", _with_checkins(VIEW, masked=False, person=False), ("first", "second"), "owners"),
    Asker("viewer", _with_checkins(VIEW, masked=True, person=True), ("first", "third"), "viewers"),
    Asker(
        "through joins",
        _with_checkins(VIEW_BY_JOINS, masked=True, person=True),
        ("first", "third"),
        "viewers",
    ),
)
SHOPS: dict[str, tuple[dict[str, str], str]] = {
    "first": (FIRST, ""),
    "second": (SECOND, ""),
    "third": (THIRD, ""),
    "owners": (FIRST, VISIBLE),
    "viewers": (FIRST, VISIBLE + VISIBLE_TO_VIEWER),
}
assert {table.key for table in TABLES} < set(ASKERS[0].view.tables)


def make_shops(admin_url: str, prefix: str) -> dict[str, str]:
    """Makes all of SHOPS as databases whose names begin with `prefix`; their URLs by name.

    They are copies of one that holds the tables alone: identifiers of types are the same in each, by which
    PostgreSQL hashes some values, so that rows come in the same order.
    """
    base = f"{admin_url.rsplit('/', 1)[0]}/{prefix}_"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for name in ("tables", *SHOPS):
            admin.execute(f"DROP DATABASE IF EXISTS {prefix}_{name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {prefix}_tables")
        with psycopg.connect(f"{base}tables", autocommit=True) as tables:
            _make_tables(tables)
        for name, (values, cut) in SHOPS.items():
            admin.execute(f"CREATE DATABASE {prefix}_{name} TEMPLATE {prefix}_tables")
            with psycopg.connect(f"{base}{name}", autocommit=True) as shop:
                shop.execute(ROWS.format(**values))
                shop.execute(cut)
    return {name: f"{base}{name}" for name in SHOPS}


def _make_tables(connection: psycopg.Connection) -> None:
    connection.execute(TABLES_SQL)
    connection.execute(CHECKINS_SQL)
    for (table,) in connection.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace IN"
        " ('public'::regnamespace, 'marketing'::regnamespace)"
    ).fetchall():
        connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
