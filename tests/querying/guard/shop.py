"""A shop of two organizations, as the view of one of them: what the guard's tests ask."""

import datetime as dt
from dataclasses import replace

from querying.catalog import (
    CatalogColumn,
    CatalogTable,
    CatalogView,
    ColumnEquals,
    ColumnType,
    ForeignKey,
    ThroughForeignKey,
)
from querying.guard import GuardedQuery, guard
from querying.limits import Purpose

NOW = dt.datetime(2026, 11, 20, 10, 30, 15, 250_000, tzinfo=dt.UTC)
_KINDS = {
    "integer": ColumnType.INTEGER,
    "bigint": ColumnType.INTEGER,
    "numeric(10,2)": ColumnType.NUMBER,
    "double precision": ColumnType.NUMBER,
    "text": ColumnType.TEXT,
    "boolean": ColumnType.BOOLEAN,
    "date": ColumnType.DATE,
    "timestamp with time zone": ColumnType.TIMESTAMPTZ,
    "timestamp without time zone": ColumnType.TIMESTAMP,
    "jsonb": ColumnType.JSON,
    "bytea": ColumnType.BYTES,
    "text[]": ColumnType.ARRAY,
    "public.order_status": ColumnType.TEXT,
    "public.citext": ColumnType.TEXT,
    "public.citext[]": ColumnType.ARRAY,
}


def columns(text: str) -> tuple[CatalogColumn, ...]:
    """Columns from `name type` lines; a type ending in `masked` is."""
    made = []
    for line in text.strip().splitlines():
        name, sql_type = line.strip().split(" ", 1)
        masked = sql_type.endswith(" masked")
        sql_type = sql_type.removesuffix(" masked")
        made.append(CatalogColumn(name, _KINDS[sql_type], sql_type, masked=masked))
    return tuple(made)


OWN = ColumnEquals("organization_id", "1", "integer")
OF_ORDER = ThroughForeignKey(("order_id",), ("public", "orders"), ("id",), (OWN,))

USERS = CatalogTable(
    "public",
    "users",
    columns(
        """id integer
        organization_id integer
        name text
        email text masked
        birth_date date masked
        country text
        score integer
        tags text[]
        signed_up_at timestamp with time zone"""
    ),
    filters=(OWN,),
    hidden_columns=frozenset({"password_hash"}),
    primary_key=("id",),
    row_estimate=1_000,
)
PRODUCTS = CatalogTable(
    "public",
    "products",
    columns("id integer\nname text\ncategory text\nprice numeric(10,2)"),
    primary_key=("id",),
)
ORDERS = CatalogTable(
    "public",
    "orders",
    columns(
        """id integer
        user_id integer
        status public.order_status
        total numeric(10,2)
        currency text
        note text
        created_at timestamp with time zone
        shipped_on date"""
    ),
    filters=(OWN,),
    primary_key=("id",),
    foreign_keys=(ForeignKey(("user_id",), ("public", "users"), ("id",)),),
)
ORDER_ITEMS = CatalogTable(
    "public",
    "order_items",
    columns(
        """id integer
        order_id integer
        product_id integer
        quantity integer
        unit_price numeric(10,2)"""
    ),
    filters=(OF_ORDER,),
    primary_key=("id",),
    foreign_keys=(
        ForeignKey(("order_id",), ("public", "orders"), ("id",)),
        ForeignKey(("product_id",), ("public", "products"), ("id",)),
    ),
)
EVENTS = CatalogTable(
    "public",
    "events",
    columns(
        """id bigint
        user_id integer
        name text
        properties jsonb
        occurred_at timestamp with time zone"""
    ),
    filters=(OWN,),
    primary_key=("id",),
)
CAMPAIGNS = CatalogTable(
    "marketing",
    "campaigns",
    columns(
        """id integer
        userId integer
        title text
        spent double precision
        starts_at timestamp without time zone"""
    ),
    filters=(OWN,),
    primary_key=("id",),
)

TABLES = (USERS, PRODUCTS, ORDERS, ORDER_ITEMS, EVENTS, CAMPAIGNS)
VIEW = CatalogView(
    engine="postgresql",
    default_schema="public",
    tables={table.key: table for table in TABLES},
    time_zone="Europe/Paris",
    hidden_tables=frozenset({("public", "salaries")}),
)

_BY_SLUG = ThroughForeignKey(
    ("organization_id",), ("public", "organizations"), ("id",), (ColumnEquals("slug", "one", "text"),)
)
_BY_JOINS = {
    OWN: _BY_SLUG,
    OF_ORDER: ThroughForeignKey(("order_id",), ("public", "orders"), ("id",), (_BY_SLUG,)),
}
VIEW_BY_JOINS = replace(
    VIEW,
    tables={
        table.key: replace(table, filters=tuple(_BY_JOINS[each] for each in table.filters))
        for table in TABLES
    },
)
"""The same rows, found through foreign keys: the filter of every table is a join."""


def guarded(sql: str, view: CatalogView = VIEW, purpose: Purpose = Purpose.CHAT) -> GuardedQuery:
    return guard(sql, view, purpose=purpose, clock=NOW)
