"""Rows in another order: values as what they are, text as a dictionary has it, what is none last."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from querying.arranging import Held, arranged, column_at
from querying.catalog import ColumnType
from querying.results import ResultColumn, ResultSet


def result(*values: Any, kind: ColumnType = ColumnType.TEXT) -> ResultSet:
    columns = (ResultColumn("value", kind), ResultColumn("place", ColumnType.INTEGER))
    return ResultSet(columns, tuple((value, place) for place, value in enumerate(values)))


@pytest.mark.parametrize(
    ("kind", "values", "rising", "falling"),
    [
        ("number", (10, Decimal(9), 2.5, None, float("nan")), [2, 1, 0], [0, 1, 2]),
        ("text", ("10", "9", "2.5", None, "NaN"), [2, 1, 0, 4, 3], [4, 0, 1, 2, 3]),
        ("text", ("élan", "zèbre", "Eau", "été"), [2, 0, 3, 1], [1, 3, 0, 2]),
        ("text", ("row 10", "Row 9", "row 9", ""), [3, 1, 2, 0], [0, 2, 1, 3]),
        ("date", (dt.date(2025, 2, 1), dt.date(2024, 12, 31), "infinity"), [1, 0, 2], [2, 0, 1]),
        ("json", ({"b": 10}, {"b": 9}, [2], "null", None), [2, 3, 1, 0, 4], [0, 1, 3, 2, 4]),
        ("integer", (1, None, 1, 0), [3, 0, 2, 1], [0, 2, 3, 1]),
    ],
)
def test_values_are_ordered_as_what_they_are(
    kind: str, values: tuple[Any, ...], rising: list[int], falling: list[int]
):
    rows = result(*values, kind=ColumnType(kind))
    for descending, wanted in ((False, rising), (True, falling)):
        found = [place for _value, place in arranged(rows, by=0, descending=descending)]
        assert found[: len(wanted)] == wanted


def test_rows_hold_a_text_whatever_its_accents_and_capitals():
    rows = result("Café", "cafetière", "thé", None, 1234.5, dt.date(2025, 1, 2))
    held = {text: arranged(rows, held=[Held(text)]) for text in ("CAFE", "234", "2025-01", "5")}
    assert [[place for _value, place in rows] for rows in held.values()] == [[0, 1], [4], [5], [4, 5]]
    assert arranged(rows, held=[Held("5", 1), Held("2025")]) == [["2025-01-02", 5]]


def test_rows_of_equal_values_keep_one_order():
    rows = ResultSet(
        (ResultColumn("name", ColumnType.TEXT), ResultColumn("n", ColumnType.INTEGER)),
        (("b", 2), ("a", 2), (None, 1), ("c", None)),
    )
    assert arranged(rows, by=1) == [[None, 1], ["a", 2], ["b", 2], ["c", None]]
    assert arranged(rows, by=1, descending=True) == [["a", 2], ["b", 2], [None, 1], ["c", None]]


def test_a_column_is_found_by_name_or_place():
    names = ["id", "id", "#1"]
    assert [column_at(names, asked) for asked in ("id", "#2", "#1", "#4", "#0", "x")] == [
        0,
        1,
        2,
        None,
        None,
        None,
    ]
