"""The guard on a short query and on one of 2 kB, against parsing and deparsing alone, in CPU time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from postgast import deparse, parse

from benchmarks.measure import Measurement, best_cpu_of, note
from querying.catalog import CatalogColumn, CatalogTable, CatalogView, ColumnEquals, ColumnType
from querying.guard import guard
from querying.guard.postgresql import guard_postgresql
from querying.limits import Purpose

CLOCK = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
SHORT = "SELECT name, count(*) FROM events WHERE user_id = 7 GROUP BY name ORDER BY 2 DESC LIMIT 10"
STEP = """
step_{number} AS (
    SELECT events.user_id, min(events.occurred_at) AS reached_at
    FROM events JOIN users ON users.id = events.user_id
    WHERE events.name = 'step_{number}' AND events.occurred_at >= '2026-03-01' AND users.country = 'France'
    GROUP BY events.user_id
)"""


def funnel(steps: int) -> str:
    """A funnel of so many steps as people write it: a common table expression each."""
    tables = ",".join(STEP.format(number=number) for number in range(1, steps + 1))
    joins = " ".join(
        f"LEFT JOIN step_{number} ON step_{number}.user_id = step_1.user_id "
        f"AND step_{number}.reached_at >= step_{number - 1}.reached_at"
        for number in range(2, steps + 1)
    )
    counts = ", ".join(f"count(step_{number}.user_id) AS step_{number}" for number in range(1, steps + 1))
    return f"WITH {tables} SELECT {counts} FROM step_1 {joins}"


def make_view() -> CatalogView:
    """What a member sees of a shop: two tables of one organization, a masked column among them."""

    def table(key: str, /, **columns: ColumnType) -> CatalogTable:
        types = {ColumnType.INTEGER: "bigint", ColumnType.TIMESTAMPTZ: "timestamp with time zone"}
        return CatalogTable(
            schema="public",
            name=key,
            columns=tuple(
                CatalogColumn(column, kind, types.get(kind, "text"), masked=column == "email")
                for column, kind in columns.items()
            ),
            filters=(ColumnEquals("organization_id", "1", "integer"),),
            primary_key=("id",),
        )

    number, text, time = ColumnType.INTEGER, ColumnType.TEXT, ColumnType.TIMESTAMPTZ
    tables = (
        table("events", id=number, user_id=number, name=text, occurred_at=time, platform=text, channel=text),
        table("users", id=number, country=text, email=text, signed_up_at=time, language=text),
    )
    return CatalogView("postgresql", "public", {table.key: table for table in tables})


def measure_guard() -> list[Measurement]:
    """Both queries, judged anew each time; and the longer one once it is known."""
    view, long = make_view(), funnel(5)
    guard(long, view, purpose=Purpose.CHAT, clock=CLOCK)
    known = best_cpu_of(lambda: guard(long, view, purpose=Purpose.CHAT, clock=CLOCK), calls=1_000)
    return [
        measure_query("guard, short query", SHORT, 0.0005),
        measure_query("guard, 2 kB query", long, 0.002),
        note("guard, the same text again", known),
        *(measure_generic(engine) for engine in ("sqlite", "mysql", "duckdb")),
    ]


def measure_generic(engine: str) -> Measurement:
    """The short query through the generic guard, and through sqlglot's parser and printer only."""
    from sqlglot import parse_one

    from querying.guard.generic import guard_generic

    view = replace(make_view(), engine=engine)
    ours = best_cpu_of(lambda: guard_generic(SHORT, view, purpose=Purpose.CHAT, clock=CLOCK), calls=50)
    reference = best_cpu_of(lambda: parse_one(SHORT, dialect=engine).sql(dialect=engine), calls=50)
    what = f"guard, short query in {engine}"
    return Measurement(what, ours, reference, "parse + print by sqlglot", ours, 0.002, "2 ms")


def measure_query(what: str, sql: str, budget: float) -> Measurement:
    """One query through all walls, and through the parser and the deparser only."""
    view = make_view()
    ours = best_cpu_of(lambda: guard_postgresql(sql, view, purpose=Purpose.CHAT, clock=CLOCK), calls=50)
    reference = best_cpu_of(lambda: deparse(parse(sql)), calls=50)
    return Measurement(
        f"{what} ({len(sql):,} B)", ours, reference, "parse + deparse", ours, budget, f"{budget * 1000:g} ms"
    )
