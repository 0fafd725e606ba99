from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from querying.catalog import ColumnType
from querying.results import ResultColumn, ResultSet, json_value

COLUMNS = (ResultColumn("a", ColumnType.TEXT), ResultColumn("b", ColumnType.NUMBER))


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (None, None),
        (True, True),
        (2**53, 2**53),
        (2**53 + 1, "9007199254740993"),
        (-(2**60), str(-(2**60))),
        (1.5, 1.5),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
        (Decimal("12.50"), 12.5),
        (Decimal("7"), 7),
        (Decimal("0.1"), 0.1),
        (Decimal("20.1159055118110236"), "20.1159055118110236"),
        (Decimal("Infinity"), "Infinity"),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC), "2026-01-02T03:04:00+00:00"),
        (dt.timedelta(days=-1, seconds=3600), "-P0DT23H00M00S"),
        (b"\x00a", "AGE="),
        ({"k": [Decimal("1.0"), 2**60]}, {"k": [1.0, str(2**60)]}),
    ],
)
def test_json_value_loses_nothing(value: Any, json: Any) -> None:
    assert json_value(value) == json
    # A column of its own kind, with a gap, gives the same as the value alone.
    assert ResultSet(COLUMNS, (("x", value), ("y", None))).json_rows() == [["x", json], ["y", None]]


def test_a_column_of_several_kinds_is_told_value_by_value() -> None:
    rows = (("x", 1), ("y", 1.5), ("z", True), ("t", Decimal("Infinity")), ("u", 2**60))
    assert ResultSet(COLUMNS, rows).json_rows() == [
        ["x", 1],
        ["y", 1.5],
        ["z", True],
        ["t", "Infinity"],
        ["u", str(2**60)],
    ]


def test_rows_without_columns_and_no_rows_at_all() -> None:
    assert ResultSet((), ((), ())).json_rows() == [[], []]
    assert ResultSet(COLUMNS, ()).json_rows() == []
    assert ResultSet(COLUMNS, (("x", 1), ("y", 2))).json_rows(1) == [["x", 1]]
