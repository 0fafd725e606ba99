"""A table of values that functions, operators and casts stumble over, and expressions that put them together.

Left out are values at the far end of their type, which no constant of an asker's can turn into a question
(see risk.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import psycopg

from querying.catalog import CatalogColumn, CatalogTable, CatalogView, ColumnType
from querying.guard.postgresql import allowed, functions
from tests.querying.guard.shop import OWN

COLUMNS: dict[str, tuple[str, list[str | None]]] = {
    "i2": ("smallint", ["0", "-1", "7", "31000", "-31000"]),
    "i4": ("integer", ["0", "-1", "7", "2147480000", "-2147480000"]),
    "i8": ("bigint", ["0", "-1", "7", "9223372036854770000", "-9223372036854770000"]),
    "n": ("numeric", ["0", "-1.50", "NaN", "Infinity", "-1e130"]),
    "f4": ("real", ["0", "-1.5", "NaN", "-Infinity", "3e38"]),
    "f8": ("double precision", ["0", "-1e-300", "NaN", "Infinity", "1e300"]),
    "t": ("text", ["", "a\\", "%_\\", "12x", "é \U0001f600 'q\" {[(*+"]),
    "vc": ("character varying", ["", "\\", "2026-02-31", "null", "a" * 5_000]),
    "ch": ("character(5)", ["", "a", "-", "%", "12:61"]),
    "b": ("boolean", ["true", "false", None, "true", "false"]),
    "d": ("date", ["infinity", "-infinity", "4000-02-28 BC", "20000-01-01", "2026-03-29"]),
    "ts": ("timestamp", ["infinity", "-infinity", "4000-02-28 BC", "20000-01-01", "1999-1-1"]),
    "tz": ("timestamp with time zone", ["infinity", "-infinity", "4000-02-28 BC", "20000-01-01", "1999-1-1"]),
    "tm": ("time without time zone", ["00:00", "24:00", "23:59:59.999999", "12:00", "00:00:00.000001"]),
    "iv": ("interval", ["0", "-1 mon 30 days", "-100 years", "900 years 1 us", "25:59:59"]),
    "j": ("jsonb", ["null", "{}", "[1, [2]]", '"a"', '{"a": {"b": 1e400}}']),
    "js": ("json", ["null", "{}", "[1, [2]]", '"a"', '{"a": {"a": 1e400}, "a": 2}']),
    "u": ("uuid", ["00000000" + 3 * "-0000" + "-000000000000", 32 * "f", None, None, None]),
    "ip": ("inet", ["0.0.0.0/0", "::/0", "255.255.255.255", "10.1.2.3/8", "::ffff:1.2.3.4"]),
    "by": ("bytea", ["\\x", "\\x00", "\\xff00", "\\xc3", "a"]),
    "ar": ("text[]", ["{}", "{NULL}", "{{a,b},{c,d}}", "[5:6]={x,y}", '{"",1}']),
}  # fmt: skip
"""Name, type, values."""

CONSTANTS = ("0", "-1", "2.5", "'a'", "''", "'day'", "interval '1 month'", "1000")

_TYPES = {
    "int2": "i2", "int4": "i4", "int8": "i8", "numeric": "n", "float4": "f4", "float8": "f8", "text": "t",
    "varchar": "vc", "bpchar": "ch", "bool": "b", "date": "d", "timestamp": "ts", "timestamptz": "tz",
    "time": "tm", "interval": "iv", "jsonb": "j", "json": "js", "uuid": "u", "inet": "ip", "bytea": "by",
    "anyelement": "t", "anycompatible": "t", "anynonarray": "t", "anyarray": "ar", "_text": "ar",
    "anycompatiblearray": "ar", "any": "j",
}  # fmt: skip
"""Which column has PostgreSQL's type of this name."""

TABLE = CatalogTable(
    "public",
    "nasty",
    tuple(CatalogColumn(name, ColumnType.TEXT, sql_type) for name, (sql_type, _) in COLUMNS.items()),
    filters=(OWN,),
)
VIEW = CatalogView("postgresql", "public", {TABLE.key: TABLE}, time_zone="Europe/Paris")

_SIGNATURES = """
SELECT proname, ARRAY(SELECT typname FROM unnest(proargtypes) WITH ORDINALITY a(type, place)
    JOIN pg_type t ON t.oid = a.type ORDER BY place)
FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND NOT proretset
    AND proname = ANY (%s) ORDER BY 1, 2
"""
_OPERATORS = """
SELECT oprname, l.typname, r.typname FROM pg_operator o LEFT JOIN pg_type l ON l.oid = oprleft
JOIN pg_type r ON r.oid = oprright WHERE oprname = ANY (%s) ORDER BY 1, 2, 3
"""
_PAIRS = (
    "{} IN ({}, {})", "{} = ANY (ARRAY[{}])", "{} BETWEEN {} AND {}", "{} LIKE {}", "{} NOT ILIKE {}",
    "{} SIMILAR TO {}", "CASE {} WHEN {} THEN true END", "greatest({}, {})", "coalesce({}, {})",
    "nullif({}, {})", "{} IS DISTINCT FROM {}", "ROW({}, 1) = ROW({}, 2)", "({})::text || {}",
)  # fmt: skip
_ALONE = (
    "- {}", "+ {}", "extract(epoch FROM {})", "extract(week FROM {})", "extract(second FROM {})",
    "date_trunc('week', {})", "date_trunc('century', {})", "date_trunc('nonsense', {})",
    "date_part('doy', {})",
    "{} AT TIME ZONE 'Europe/Paris'", "{} AT TIME ZONE 'Nowhere/Town'", "to_char({}, 'YYYY-MM \"x\"')",
    "to_char({}, 'IYYY-IW')", "left({}, 3)", "right({}, -2)", "substr({}, 2, 3)", "substring({} FROM 2)",
    "split_part({}, ',', 1)", "split_part({}, ',', 0)", "age({}, timestamptz '2026-01-01')", "abs({})",
    "{} LIKE 'a\\'", "{} LIKE 'a%'", "NOT ({})::bool", "({})::numeric(3, 1)", "({})::varchar(2)",
    "({})::varchar(2)[]", "({})::time(0)",
)  # fmt: skip
_AROUND = (
    "({}) = 3", "({}) > 'a'", "({}) || 'a'", "({}) + 1", "({}) * 2.5", "({}) - interval '1 day'",
    "({}) > timestamptz '2026-01-01'", "date_trunc('day', {})", "length({})", "({}) ->> 'a'", "({})::real",
)  # fmt: skip
"""What may be done to a value: all of it safe for some kind alone."""


def expressions(connection: psycopg.Connection) -> Iterator[str]:
    """Functions, operators and casts of one or two columns of `nasty`."""
    for template, name in product(_ALONE, COLUMNS):
        yield template.format(f"a.{name}")
    for name, sql_type in product(COLUMNS, sorted(allowed.CASTABLE)):
        yield f"(a.{name})::{sql_type}"
    yield from _of_functions(connection)
    yield from _of_operators(connection)


def comparisons() -> Iterator[str]:
    """Two columns, or one and a constant, where one type must do for both."""
    others = [*(f"b.{name}" for name in COLUMNS), "3", "'a'"]
    for template, name, other in product(_PAIRS, COLUMNS, others):
        yield template.format(f"a.{name}", other, other)


def around(expression: str) -> Iterator[str]:
    """Expressions in which this one stands."""
    return (template.format(expression) for template in _AROUND)


def _of_functions(connection: psycopg.Connection) -> Iterator[str]:
    known = list(functions.ALLOWED - functions.VOLATILE - functions.CLOCKS)
    for name, types in connection.execute(_SIGNATURES, [known]):
        if not 0 < len(types) < 4 or not set(types) <= _TYPES.keys():
            continue
        first = f"a.{_TYPES[types[0]]}"
        yield f'"{name}"({", ".join([first, *(f"b.{_TYPES[each]}" for each in types[1:])])})'
        if len(types) > 1:
            yield from (f'"{name}"({", ".join([first, *[each] * (len(types) - 1)])})' for each in CONSTANTS)


def _of_operators(connection: psycopg.Connection) -> Iterator[str]:
    for name, left, right in connection.execute(_OPERATORS, [list(allowed.OPERATORS)]):
        if not {left or right, right} <= _TYPES.keys():
            continue
        other = f"b.{_TYPES[right]}"
        yield f"a.{_TYPES[left]} {name} {other}" if left else f"{name} {other}"
        if left:
            yield from (f"a.{_TYPES[left]} {name} {each}" for each in CONSTANTS[::2])
            yield f"3 {name} {other}"


def fill(connection: psycopg.Connection) -> None:
    """Makes `nasty` anew, and `nothing` of the same columns without a row."""
    types = ", ".join(f"{name} {sql_type}" for name, (sql_type, _) in COLUMNS.items())
    connection.execute("DROP TABLE IF EXISTS nasty, nothing")
    connection.execute(f"CREATE TABLE nasty ({types}); CREATE TABLE nothing (LIKE nasty)")
    rows: list[tuple[Any, ...]] = list(zip(*(values for _, values in COLUMNS.values()), strict=True))
    marks = ", ".join(f"%s::{sql_type}" for sql_type, _ in COLUMNS.values())
    connection.cursor().executemany(f"INSERT INTO nasty VALUES ({marks})", rows)
