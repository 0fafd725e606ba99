"""SQLite's values as the wire's: each value has a type of its own, a column's is what all of them share.

Dates are text in SQLite. Text counts as dates or times only where every value of the column is one, written
in full.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from querying.catalog import ColumnType

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?")


def read_columns(
    rows: Sequence[tuple[Any, ...]], known: Sequence[ColumnType | None], width: int
) -> tuple[list[ColumnType], tuple[tuple[Any, ...], ...]]:
    """The types of the columns, and the rows with dates and truth values as such."""
    if not rows:
        return [kind or ColumnType.TEXT for kind in known], ()
    read = [
        _read_column([row[place] for row in rows], known[place] if place < len(known) else None)
        for place in range(width)
    ]
    return [kind for kind, _values in read], tuple(zip(*(values for _kind, values in read), strict=True))


def _read_column(values: list[Any], known: ColumnType | None) -> tuple[ColumnType, list[Any]]:
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return known or ColumnType.TEXT, values
    if kinds == {str}:
        return _read_text(values, known)
    if kinds == {int}:
        if known is ColumnType.BOOLEAN and all(value in (0, 1, None) for value in values):
            return ColumnType.BOOLEAN, [None if value is None else bool(value) for value in values]
        return (known if known is ColumnType.NUMBER else ColumnType.INTEGER), values
    if kinds <= {int, float}:
        return ColumnType.NUMBER, values if known is not None else [_as_shown(value) for value in values]
    if kinds == {bytes}:
        return ColumnType.BYTES, values
    return ColumnType.TEXT, [None if value is None else _as_text(value) for value in values]


def _as_shown(value: Any) -> Any:
    """A computed number to the 15 digits that SQLite itself shows: sums of cents are not whole beyond."""
    return float(f"{value:.15g}") if isinstance(value, float) else value


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    return str(value)


def _read_text(values: list[Any], known: ColumnType | None) -> tuple[ColumnType, list[Any]]:
    readers: tuple[tuple[ColumnType, re.Pattern[str], Callable[[str], Any]], ...] = (
        (ColumnType.DATE, _DATE, dt.date.fromisoformat),
        (ColumnType.TIMESTAMP, _MOMENT, dt.datetime.fromisoformat),
    )
    for kind, form, read in readers:
        if all(value is None or form.fullmatch(value) for value in values):
            try:
                return kind, [None if value is None else read(value) for value in values]
            except ValueError:  # 2025-02-30, or a year 0
                return ColumnType.TEXT, values
    return (ColumnType.JSON if known is ColumnType.JSON else ColumnType.TEXT), values
