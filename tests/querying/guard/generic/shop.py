"""A shop of two organizations, as the view of one of them, in the dialects of the generic guard."""

import datetime as dt

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
SCHEMAS = {"sqlite": "main", "mysql": "guard_shop", "duckdb": "main"}

_KINDS = {
    "integer": ColumnType.INTEGER,
    "decimal(10,2)": ColumnType.NUMBER,
    "double": ColumnType.NUMBER,
    "varchar(80)": ColumnType.TEXT,
    "date": ColumnType.DATE,
    "timestamp": ColumnType.TIMESTAMP,
    "json": ColumnType.JSON,
}


def _columns(text: str) -> tuple[CatalogColumn, ...]:
    """Columns from `name type` pairs between commas; a type ending in `masked` is."""
    made = []
    for each in text.split(", "):
        name, sql_type = each.strip().split(" ", 1)
        kind = sql_type.removesuffix(" masked")
        made.append(CatalogColumn(name, _KINDS[kind], kind, masked=kind != sql_type))
    return tuple(made)


OWN = ColumnEquals("organization", "north", "varchar")


def view(engine: str, schema: str = "") -> CatalogView:
    """What a manager of "north" sees: masked addresses, no hashes, no salaries."""
    place = schema or SCHEMAS[engine]
    of_order = ThroughForeignKey(("order_id",), (place, "orders"), ("id",), (OWN,))
    tables = (
        CatalogTable(
            place,
            "users",
            _columns(
                "id integer, organization varchar(80), name varchar(80), email varchar(80) masked,"
                " birth_date date masked, country varchar(80), score integer, signed_up_at timestamp"
            ),
            filters=(OWN,),
            hidden_columns=frozenset({"password_hash"}),
            primary_key=("id",),
        ),
        CatalogTable(
            place,
            "products",
            _columns("id integer, name varchar(80), category varchar(80), price decimal(10,2)"),
            primary_key=("id",),
        ),
        CatalogTable(
            place,
            "orders",
            _columns(
                "id integer, user_id integer, status varchar(80), total decimal(10,2), note varchar(80),"
                " created_at timestamp, shipped_on date"
            ),
            filters=(OWN,),
            primary_key=("id",),
            foreign_keys=(ForeignKey(("user_id",), (place, "users"), ("id",)),),
        ),
        CatalogTable(
            place,
            "order_items",
            _columns(
                "id integer, order_id integer, product_id integer, quantity integer, weight double,"
                " extra json"
            ),
            filters=(of_order,),
            primary_key=("id",),
        ),
    )
    return CatalogView(
        engine=engine,
        default_schema=place,
        tables={table.key: table for table in tables},
        time_zone="Europe/Paris",
        hidden_tables=frozenset({(place, "salaries")}),
    )


VIEWS = {engine: view(engine) for engine in SCHEMAS}


def guarded(engine: str, sql: str, purpose: Purpose = Purpose.CHAT) -> GuardedQuery:
    return guard(sql, VIEWS[engine], purpose=purpose, clock=NOW)
