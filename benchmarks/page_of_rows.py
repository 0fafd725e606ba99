"""A page of 1,000 rows as it goes into a socket frame, and 10,000, against orjson on the tuples alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import orjson

from benchmarks.measure import Measurement, best_of
from querying.catalog import ColumnType
from querying.results import ResultColumn, ResultSet

TYPES = (
    ColumnType.INTEGER,
    ColumnType.TEXT,
    ColumnType.TEXT,
    ColumnType.NUMBER,
    ColumnType.NUMBER,
    ColumnType.DATE,
    ColumnType.TIMESTAMPTZ,
    ColumnType.BOOLEAN,
)


def measure_pages() -> list[Measurement]:
    """The page that is shown at once, and all rows that an answer may hold."""
    return [measure_rows(1_000, 0.020), measure_rows(10_000, None)]


def measure_rows(count: int, seconds: float | None) -> Measurement:
    """So many rows of eight columns to JSON; without `seconds` the budget is 1.5 times the reference."""
    result = make_result(count)
    ours = best_of(lambda: orjson.dumps(result.json_rows()), calls=5)
    reference = best_of(lambda: orjson.dumps(result.rows, default=str), calls=5)
    budget = seconds if seconds is not None else 1.5 * reference
    text = f"{seconds * 1000:.0f} ms" if seconds is not None else "1.5x"
    return Measurement(f"{count:,} x 8 rows to JSON", ours, reference, "tuples + orjson", ours, budget, text)


def make_result(count: int) -> ResultSet:
    """Rows such as a database gives them: numbers, words, money, days, times, flags."""
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return ResultSet(
        tuple(ResultColumn(f"column_{number}", kind) for number, kind in enumerate(TYPES)),
        tuple(
            (
                row,
                f"name {row}",
                ("Germany", "France", "Japan")[row % 3],
                Decimal(row) / 100,
                row / 7,
                (start + dt.timedelta(days=row % 500)).date(),
                start + dt.timedelta(minutes=row),
                row % 2 == 0,
            )
            for row in range(count)
        ),
    )
