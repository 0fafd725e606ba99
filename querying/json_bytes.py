"""A result's rows as JSON text, several times as fast as by way of the values that JSON has.

orjson writes most values itself just as `ResultSet.json_rows` would make them, and hands over those that it
does not know. What it would write otherwise is looked for, and then the slow way is taken, which is always
right: integers beyond a double, NaN and infinities, offsets with seconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence, Set
from decimal import Decimal
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

import orjson

from querying.catalog import ColumnType
from querying.results import WHOLE_OFFSETS_SINCE, ResultSet, json_decimals, json_value

Rows = Sequence[tuple[Any, ...]]

# Of these nothing is hidden inside of a value.
FLAT = frozenset(ColumnType) - {ColumnType.ARRAY, ColumnType.JSON}
# Which orjson does not know, beside decimals.
OTHERS = frozenset({ColumnType.INTERVAL, ColumnType.BYTES})
TIMES = frozenset({ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ})
NUMBER = ColumnType.NUMBER
# What has NaN and infinities, in itself or in what it holds.
FLOATING = frozenset({float, list, dict, tuple})


def json_bytes(result: ResultSet, limit: int | None = None) -> bytes:
    """An array of arrays, at most `limit` rows: what orjson makes of `json_rows`, to the byte."""
    rows = result.rows[:limit]
    written = _written(result, rows, [rows])
    return orjson.dumps(result.json_rows(limit)) if written is None else written[0]


def json_objects(result: ResultSet, keys: Sequence[str]) -> list[bytes]:
    """Each row as an object with these keys, one for each column."""
    objects = [dict(zip(keys, row, strict=True)) for row in result.rows]
    written = _written(result, result.rows, objects)
    if written is not None:
        return written
    return [orjson.dumps(dict(zip(keys, row, strict=True))) for row in result.json_rows()]


def _written(result: ResultSet, rows: Rows, things: Sequence[Any]) -> list[bytes] | None:
    """What is made of the rows as JSON; None where it may be otherwise than it should."""
    kinds = [column.type for column in result.columns]
    if not all(kind in FLAT for kind in kinds) or not _has_whole_offsets(kinds, rows):
        return None
    columns = [list(map(itemgetter(place), rows)) for place, kind in enumerate(kinds) if kind is NUMBER]
    decimals = _decimals(columns)
    numbers = iter(json_decimals(decimals) if decimals else ())
    default = _default(numbers, frozenset(kinds)) if decimals else json_value
    try:
        written = [orjson.dumps(thing, default=default, option=orjson.OPT_STRICT_INTEGER) for thing in things]
    except TypeError:
        return None
    if next(numbers, None) is not None:
        return None
    # NaN and infinities are written so, too.
    if any(b"null" in text for text in written) and not _has_finite_numbers(kinds, columns, rows):
        return None
    return written


def _default(numbers: Iterator[Any], kinds: Set[ColumnType]) -> Callable[[Any], Any]:
    """What orjson asks for the values that it does not know: each decimal once, in the order of the rows.

    What else it asks for finds no number left, and is handed back as it is, which orjson refuses.
    """
    take = partial(next, numbers)
    if kinds.isdisjoint(OTHERS):
        return take
    return lambda value: take(value) if type(value) is Decimal else json_value(value)


def _has_whole_offsets(kinds: Sequence[ColumnType], rows: Rows) -> bool:
    """Whether no time has an offset with seconds, which orjson leaves out: the last ended with 1972."""
    for place, kind in enumerate(kinds):
        if kind in TIMES:
            try:
                earliest = min(filter(None, map(itemgetter(place), rows)), default=None)
            except TypeError:  # texts among them, as `infinity`
                return False
            if earliest is not None and getattr(earliest, "year", 0) <= WHOLE_OFFSETS_SINCE:
                return False
    return True


def _has_finite_numbers(kinds: Sequence[ColumnType], numbers: Sequence[Sequence[Any]], rows: Rows) -> bool:
    others = [place for place, kind in enumerate(kinds) if kind is not NUMBER]
    if others and set(map(type, chain(*(map(itemgetter(place), rows) for place in others)))) & FLOATING:
        return False
    # A sum is finite where all are; where it is not, the slow way does no harm.
    return all(
        set(map(type, column)) & FLOATING <= {float}
        and math.isfinite(sum(value for value in column if type(value) is float))
        for column in numbers
    )


def _decimals(columns: Sequence[Sequence[Any]]) -> Sequence[Decimal]:
    """All decimals of the columns of numbers, row by row."""
    kinds = [set(map(type, column)) for column in columns]
    columns = [column for column, kind in zip(columns, kinds, strict=True) if Decimal in kind]
    if len(columns) == 1 and {Decimal} in kinds:
        return columns[0]
    return [value for value in chain.from_iterable(zip(*columns, strict=True)) if type(value) is Decimal]
