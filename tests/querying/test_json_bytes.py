"""Rows as JSON text: the same to the byte as value by value, whatever the columns hold."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from querying.catalog import ColumnType
from querying.engines import ENGINES
from querying.guard import GuardedQuery
from querying.json_bytes import _written, json_bytes, json_objects
from querying.limits import LIMITS, Purpose
from querying.results import ResultColumn, ResultSet, json_value

PARIS = ZoneInfo("Europe/Paris")
DAY = dt.datetime(2026, 3, 29, 1, 59, 59, 250_000, tzinfo=PARIS)
SECONDS = dt.datetime(1900, 1, 1, tzinfo=PARIS)  # 9 minutes and 21 seconds ahead

COLUMNS: dict[str, tuple[ColumnType, list[Any]]] = {
    "integers": (ColumnType.INTEGER, [0, -1, 2**53, 2**53 - 1]),
    "integers beyond a double": (ColumnType.INTEGER, [1, 2**53 + 1, -(2**60), 2**70]),
    "money": (ColumnType.NUMBER, [Decimal("12.50"), Decimal("0.00"), Decimal("-0.01"), Decimal("-0.00")]),
    "counts": (ColumnType.NUMBER, [Decimal("7"), Decimal("-0"), Decimal("1E+3"), Decimal("1.0E+3")]),
    "small": (ColumnType.NUMBER, [Decimal("1.5E-400"), Decimal("1E-7"), Decimal("0.1")]),
    "long": (ColumnType.NUMBER, [Decimal("20.1159055118110236"), Decimal("123456789012345.5"), Decimal("1")]),
    "unbounded": (ColumnType.NUMBER, [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity")]),
    "floats": (ColumnType.NUMBER, [1.5, -0.0, 1e300, 5e-324, 1e16]),
    "large floats": (ColumnType.NUMBER, [1.7e308, 1.7e308, 1.0]),
    "no numbers": (ColumnType.NUMBER, [math.nan, math.inf, -math.inf, 1.0]),
    "of both": (ColumnType.NUMBER, [1.5, Decimal("2.50"), 3, True, "NaN"]),
    "texts": (ColumnType.TEXT, ["", "null", 'a"b\\c\n', "é\u2028😀", "<"]),
    "flags": (ColumnType.BOOLEAN, [True, False]),
    "days": (ColumnType.DATE, [dt.date(2026, 1, 2), dt.date(1, 1, 1), "infinity"]),
    "times": (ColumnType.TIMESTAMP, [DAY.replace(tzinfo=None), DAY.replace(tzinfo=None, microsecond=0)]),
    "zoned": (ColumnType.TIMESTAMPTZ, [DAY, DAY + dt.timedelta(hours=3)]),
    "fixed": (ColumnType.TIMESTAMPTZ, [DAY.astimezone(dt.UTC), DAY.astimezone(dt.timezone.max)]),
    "long ago": (ColumnType.TIMESTAMPTZ, [DAY, SECONDS]),
    "without end": (ColumnType.TIMESTAMPTZ, ["infinity", DAY]),
    "clock": (ColumnType.TEXT, [dt.time(3, 4), dt.time(3, 4, 5, 6)]),
    "durations": (ColumnType.INTERVAL, [dt.timedelta(days=-1, seconds=3600), "P1Y2M"]),
    "bytes": (ColumnType.BYTES, [b"\x00a", b""]),
    "documents": (ColumnType.JSON, [{"a": [Decimal("1.0"), 2**60, None]}, [], "x", 1.5]),
    "lists": (ColumnType.ARRAY, [[1.5, math.nan], [[2**60]], [SECONDS, b"a"]]),
    "hidden": (ColumnType.TEXT, [[math.nan], (Decimal("1.50"),), {"a": 2**60}]),
    "identifiers": (ColumnType.TEXT, [uuid.UUID(int=5)]),
    "nothing": (ColumnType.TEXT, [None]),
}


def result_of(*columns: tuple[ColumnType, list[Any]], gaps: bool) -> ResultSet:
    """As many rows as the longest column has values, others begin again; with gaps each column has a NULL."""
    lists = [[*values, None] if gaps else values for _kind, values in columns]
    most = max(map(len, lists))
    rows = [tuple(values[row % len(values)] for values in lists) for row in range(most)]
    heads = tuple(ResultColumn(f"c{place}", kind) for place, (kind, _values) in enumerate(columns))
    return ResultSet(heads, tuple(rows))


def one_by_one(result: ResultSet) -> bytes:
    return orjson.dumps([[json_value(value) for value in row] for row in result.rows])


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("name", COLUMNS)
def test_every_kind_of_column_is_written_as_value_by_value(name, gaps):
    result = result_of(COLUMNS["integers"], COLUMNS[name], COLUMNS["money"], gaps=gaps)
    assert json_bytes(result) == one_by_one(result) == orjson.dumps(result.json_rows())
    first, *_others = json_objects(result, ["a", "b", "c"])
    assert first == orjson.dumps(dict(zip("abc", map(json_value, result.rows[0]), strict=True)))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_value_in_a_column_of_another_kind_is_written_as_it_is(name):
    _kind, values = COLUMNS[name]
    kinds = (ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.BYTES)
    result = result_of(COLUMNS["money"], *((kind, values) for kind in kinds), gaps=False)
    if name != "long ago":  # aware times stand in columns of times alone
        assert json_bytes(result) == one_by_one(result)


def test_common_columns_take_the_fast_way():
    names = ("money", "floats", "texts", "flags", "times", "zoned", "durations", "bytes")
    for gaps in (False, True):
        result = result_of(*(COLUMNS[name] for name in names), gaps=gaps)
        assert _written(result, result.rows, [result.rows]) == [one_by_one(result)]


def test_so_many_rows_none_and_no_columns():
    result = result_of(COLUMNS["money"], COLUMNS["texts"], gaps=True)
    assert orjson.loads(json_bytes(result, 2)) == result.json_rows(2)
    assert json_bytes(ResultSet(result.columns, ())) == b"[]"
    assert json_bytes(ResultSet((), ((), ()))) == b"[[],[]]"


def test_what_postgresql_gives_is_written_as_value_by_value(shop_url):
    sql = """
    SELECT n, n * 9007199254740993, n::numeric / 3, n::numeric(12, 2), n::float8 / 7, 'x' || n, n % 2 = 0,
           '2026-01-01'::date + n::int, '2026-01-01'::timestamptz + n * '7 hours'::interval,
           n * '1 hour'::interval, ARRAY[n, NULL], jsonb_build_object('n', n), '\\x00ff'::bytea,
           CASE WHEN n = 3 THEN 'NaN'::float8 END, CASE WHEN n > 3 THEN 'infinity'::timestamp END
    FROM generate_series(1::bigint, 60) n
    """
    query = GuardedQuery(sql, sql, "postgresql", Purpose.CHAT, None, (), time_zone="Europe/Paris")
    result = ENGINES["postgresql"].run(shop_url, query, LIMITS[Purpose.CHAT], None)
    assert result.row_count == 60
    assert json_bytes(result) == one_by_one(result)
