"""A page of 1,000 rows as it goes into a socket frame, and 10,000, against orjson on the tuples alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import orjson

from benchmarks.measure import Measurement, best_of
from querying.catalog import ColumnType
from querying.json_bytes import json_bytes
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
    """The page that is shown at once, by way of the values that are also kept with an answer; and all rows
    that an answer may hold, as text alone.
    """
    page, rows = make_result(1_000), make_result(10_000)
    shown = best_of(lambda: orjson.dumps(page.json_rows()), calls=5)
    written = best_of(lambda: json_bytes(rows), calls=5)
    reference = reference_of(rows)
    return [
        Measurement(
            "1,000 x 8 rows to JSON", shown, reference_of(page), "tuples + orjson", shown, 0.020, "20 ms"
        ),
        Measurement(
            *("10,000 x 8 rows to JSON", written, reference, "tuples + orjson"),
            *(written, 1.5 * reference, "1.5x"),
        ),
    ]


def reference_of(result: ResultSet) -> float:
    """Seconds that orjson takes for the tuples, whatever is lost."""
    return best_of(lambda: orjson.dumps(result.rows, default=str), calls=5)


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
