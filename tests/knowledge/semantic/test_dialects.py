"""The compiler's SQL in other engines' words gives PostgreSQL's rows, or is declined."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import psycopg
import pymysql
import pytest

from knowledge.semantic.dialects import NotCarried, carry
from querying.catalog import CatalogColumn, CatalogTable, CatalogView, ColumnType
from querying.engines.mysql import MySQL
from querying.engines.mysql.addresses import parse_url
from querying.guard import GuardedQuery, guard
from querying.limits import LIMITS, Purpose
from tests.querying.guard.conftest import empty_database

MAKE = """CREATE TABLE visits
    (id int, place text, seen timestamp, day date, cost numeric(8,2), score int, paid boolean)"""
TYPES = {
    "id": ColumnType.INTEGER,
    "place": ColumnType.TEXT,
    "seen": ColumnType.TIMESTAMP,
    "day": ColumnType.DATE,
    "cost": ColumnType.NUMBER,
    "score": ColumnType.INTEGER,
    "paid": ColumnType.BOOLEAN,
}
KINDS = {name: frozenset({kind}) for name, kind in TYPES.items()}
_FIRST = dt.datetime(2023, 12, 29, 22, 30, tzinfo=dt.UTC).replace(tzinfo=None)
ROWS = [
    (
        n,
        ("Paris", "Lyon", "paris", None)[n % 4],
        None if n == 50 else _FIRST + dt.timedelta(days=9 * n, minutes=37 * n),
        (_FIRST + dt.timedelta(days=6 * n)).date(),
        Decimal(n * 7) / 4 + n,
        n % 5 if n % 6 else None,
        n % 3 == 0,
    )
    for n in range(1, 101)
]

SAME = [
    *(
        f"SELECT date_trunc('{unit}', seen)::date AS unit, count(*) AS n FROM visits GROUP BY 1"
        for unit in ("week", "month", "quarter", "year")
    ),
    "SELECT date_trunc('hour', seen) AS unit, count(*) AS n FROM visits WHERE seen IS NOT NULL GROUP BY 1",
    "SELECT (seen)::date AS unit, count(*) AS n FROM visits GROUP BY 1",
    "SELECT date_trunc('month', day::timestamp)::date AS unit, sum(cost) AS n FROM visits GROUP BY 1",
    "SELECT (date_trunc('week', seen + interval '1 days') - interval '1 days')::date AS w FROM visits",
    "SELECT (date_trunc('week', day::timestamp + interval '2 days') - interval '2 days')::date AS w"
    " FROM visits",
    *(
        f"SELECT extract({part} FROM seen)::int AS p, count(*) FROM visits WHERE seen IS NOT NULL GROUP BY 1"
        for part in ("dow", "isodow", "month", "quarter", "year", "hour", "day")
    ),
    "SELECT count(*) FROM visits WHERE seen >= TIMESTAMP '2024-02-01 00:00:00'"
    " AND seen < TIMESTAMP '2024-03-01 00:00:00'",
    "SELECT count(*) FROM visits WHERE seen >= TIMESTAMP '2024-02-01 10:30:00'",
    "SELECT count(*) FROM visits WHERE seen > TIMESTAMP '2024-01-07 23:07:00'",
    "SELECT count(*) FROM visits WHERE day >= DATE '2024-02-01' AND day < DATE '2025-01-01'",
    "SELECT count(*) FILTER (WHERE paid) AS a, sum(cost) FILTER (WHERE paid) AS b,"
    " count(DISTINCT place) FILTER (WHERE score = 1) AS c FROM visits",
    "SELECT 100.0 * count(*) FILTER (WHERE paid) / nullif(count(*), 0) AS share FROM visits",
    "SELECT sum(score)::numeric / nullif(count(score), 0) AS mean FROM visits",
    "SELECT avg(score) AS a, avg(cost) AS b, min(day) AS c, max(day) AS d FROM visits",
    "SELECT id, score FROM visits ORDER BY score DESC NULLS LAST, id LIMIT 7",
    "SELECT id, score FROM visits ORDER BY score, id LIMIT 90",
    "SELECT count(*) FROM visits WHERE place IS NOT DISTINCT FROM NULL",
    "SELECT count(*) FROM visits WHERE score IS DISTINCT FROM 3",
    "SELECT count(*) FROM visits WHERE place ILIKE '%ari%'",
    "SELECT greatest(count(*) - 95, 0) AS g FROM visits",
    "SELECT coalesce(score, 0) AS s, count(*) FROM visits GROUP BY 1",
    "SELECT id, row_number() OVER (PARTITION BY score ORDER BY id) AS r FROM visits WHERE score IS NOT NULL",
    "SELECT id, 100.0 * cost / nullif(sum(cost) OVER (), 0) AS share FROM visits",
    "WITH a AS (SELECT score, count(*) AS n FROM visits GROUP BY 1) SELECT b.n FROM a AS b WHERE b.score = 2",
    "SELECT CASE WHEN paid THEN 'yes' ELSE 'no' END AS p, count(*) FROM visits GROUP BY 1",
    "SELECT count(*) FROM visits WHERE paid = TRUE AND NOT (score IN (1, 2))",
]
DECLINED = [
    "SELECT day - DATE '2024-01-01' AS days FROM visits",
    "SELECT avg(seen - day) FROM visits",
    "SELECT score / 2 AS half FROM visits",
    "SELECT sum(score) / count(*) FROM visits",
    "SELECT upper(place) FROM visits",
    "SELECT place || 'x' FROM visits",
    "SELECT to_char(seen, 'YYYY') FROM visits",
    "SELECT extract(week FROM seen) FROM visits",
    "SELECT count(*) FROM visits a FULL JOIN visits b ON a.id = b.id",
]
NOT_EVERYWHERE = [
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY cost) AS m FROM visits",
    "SELECT unit::date AS u FROM generate_series(DATE '2024-01-01', DATE '2024-01-09', interval '1 day')"
    " AS series(unit)",
]


NOW = dt.datetime(2026, 11, 20, 10, 30, tzinfo=dt.UTC)


def view(engine: str) -> CatalogView:
    columns = tuple(CatalogColumn(name, kind, str(kind)) for name, kind in TYPES.items())
    return CatalogView(engine, "main", {("main", "visits"): CatalogTable("main", "visits", columns)})


def in_sqlite() -> Callable[[str], list[Any]]:
    connection = sqlite3.connect(":memory:")
    connection.execute(MAKE)
    connection.executemany(
        "INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", [tuple(map(_stored, row)) for row in ROWS]
    )
    return lambda sql: connection.execute(sql).fetchall()


def in_duckdb() -> Callable[[str], list[Any]]:
    connection = duckdb.connect()
    connection.execute(MAKE)
    connection.executemany("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
    return lambda sql: connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def mysql(mariadb_url: str):
    """MariaDB; which texts are the same is for its collations to say: here, as in PostgreSQL, equal ones."""
    address = parse_url(f"{mariadb_url}/main")
    connection = pymysql.connect(host=address.host, port=address.port, user="root", autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE main CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        cursor.execute("USE main")
        cursor.execute(MAKE.replace("timestamp", "datetime").replace("text", "varchar(20)"))
        cursor.executemany("INSERT INTO visits VALUES (%s, %s, %s, %s, %s, %s, %s)", ROWS)

    def ask(sql: str) -> list[Any]:
        query = GuardedQuery(sql, sql, "mysql", Purpose.CHAT, None, ())
        return list(MySQL().run(f"{mariadb_url}/main", query, LIMITS[Purpose.CHAT], None).rows)

    yield ask
    connection.close()


def _stored(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if hasattr(value, "isoformat") else value


@pytest.fixture(scope="module")
def postgresql(embedded_services):
    with psycopg.connect(
        empty_database(embedded_services.admin_url, "knowledge_dialects"), autocommit=True
    ) as connection:
        connection.execute(MAKE)
        connection.cursor().executemany("INSERT INTO visits VALUES (%s, %s, %s, %s, %s, %s, %s)", ROWS)
        yield lambda sql: connection.execute(sql).fetchall()


def told(rows: list[Any]) -> list[str]:
    """Rows as text that is the same in all engines, sorted."""
    return sorted(repr([_plain(value) for value in row]) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal | float | int):
        return f"{float(value):.7g}"
    return str(value) if value is not None else None


ENGINES = {"sqlite": in_sqlite, "duckdb": in_duckdb}


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_carried_gives_the_same_rows(engine: str, postgresql):
    ask = ENGINES[engine]()
    for sql in SAME + (NOT_EVERYWHERE if engine == "duckdb" else []):
        carried = carry(sql, engine, KINDS)
        guarded = guard(carried, view(engine), purpose=Purpose.CHAT, clock=NOW)
        assert told(ask(guarded.sql)) == told(postgresql(sql)), carried


def test_what_is_carried_gives_the_same_rows_in_mysql(mysql, postgresql):
    for sql in SAME:
        carried = carry(sql, "mysql", KINDS)
        guarded = guard(carried, view("mysql"), purpose=Purpose.CHAT, clock=NOW)
        assert told(mysql(guarded.sql)) == told(postgresql(sql)), guarded.sql


@pytest.mark.parametrize("engine", ["sqlite", "mysql"])
def test_what_could_be_wrong_is_declined(engine: str):
    for sql in DECLINED + NOT_EVERYWHERE:
        with pytest.raises(NotCarried):
            carry(sql, engine, KINDS)
