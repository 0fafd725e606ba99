"""Results as bytes: what comes back is what went in, type by type."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from querying.catalog import ColumnType
from querying.packing import NotPackable, pack, unpack
from querying.results import ResultColumn, ResultSet

PARIS = ZoneInfo("Europe/Paris")
MOMENT = dt.datetime(2026, 10, 25, 2, 30, 0, 123456)  # noqa: DTZ001  (twice in Paris: `fold` tells which)
VALUES: list[Any] = [
    *(
        "",
        "é\0\n",
        True,
        0,
        2**63 - 1,
        -(2**63),
        2**63,
        10**400,
        0.1,
        -0.0,
        1e308,
        float("inf"),
        float("-inf"),
    ),
    *(Decimal("1.10"), Decimal("1E+5"), Decimal("-0.00"), Decimal("Infinity"), Decimal("NaN")),
    *(dt.date(1, 1, 1), dt.time(23, 59, 59, 1), dt.timedelta(-1, 3, 7), b"\x00\xff", uuid.UUID(int=7)),
    *(
        MOMENT,
        MOMENT.replace(tzinfo=dt.UTC),
        MOMENT.replace(tzinfo=PARIS),
        MOMENT.replace(tzinfo=PARIS, fold=1),
        MOMENT.replace(tzinfo=PARIS, year=1900),  # 9 minutes and 21 seconds ahead
    ),
    *(
        [],
        [[1, None], [Decimal("2.0")]],
        {},
        {"a": [1.10, {"b": 10**30}], "c": None},
        (1, "x"),
        {1: dt.date.max},
    ),
]


def same(left: Any, right: Any) -> bool:
    """Equal in type, in value and in the way of writing."""
    return type(left) is type(right) and repr(left) == repr(right)


def there_and_back(*rows: tuple[Any, ...]) -> ResultSet:
    columns = tuple(ResultColumn(f"c{n}", ColumnType.TEXT, f"Column {n}") for n in range(len(rows[0])))
    result = ResultSet(columns, rows, truncated=True, truncated_cells=("c0",), milliseconds=1.5)
    found = unpack(pack(result, most=1_000_000))
    assert (found.columns, found.truncated, found.truncated_cells) == (columns, True, ("c0",))
    assert found.milliseconds == 1.5
    return found


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_comes_back_alone_and_in_a_column(value):
    for rows in ([(value,)], [(value,), (None,), (value,)]):
        found = there_and_back(*rows)
        assert all(same(left, right) for left, right in zip(found.rows, rows, strict=True))


def test_columns_of_several_kinds_come_back():
    rows = [(value, index, None) for index, value in enumerate(VALUES)]
    found = there_and_back(*rows)
    assert all(same(left, right) for left, right in zip(found.rows, rows, strict=True))


def test_no_rows_and_no_columns_come_back():
    columns = (ResultColumn("a", ColumnType.DATE),)
    for result in (ResultSet(columns, ()), ResultSet((), ()), ResultSet((), ((), ()))):
        assert unpack(pack(result, most=1_000)) == result


def test_a_large_result_is_compressed_and_one_that_is_too_large_is_refused():
    result = ResultSet((ResultColumn("a", ColumnType.TEXT),), (("x" * 100,),) * 1_000)
    assert len(pack(result, most=200_000)) < 10_000
    assert unpack(pack(result, most=200_000)) == result
    with pytest.raises(NotPackable):
        pack(result, most=50_000)


@pytest.mark.parametrize("value", ["\ud800", object(), {1, 2}, MOMENT.replace(tzinfo=PARIS).tzinfo], ids=repr)
def test_what_is_not_known_is_refused(value):
    for rows in (((value,),), ((value,), (1,))):
        with pytest.raises(NotPackable):
            pack(ResultSet((ResultColumn("a", ColumnType.TEXT),), rows), most=1_000)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"-",
        b"zz",
        b"-{}",
        b'-{"form":0}',
        b"-[]",
        b'-{"form":1,"columns":[["a","text",""]],"rows":1,"truncated":false,"truncated_cells":[],'
        b'"milliseconds":0}\n["any",[{"nothing":"x"}]]',
        b"\x80\x04cos\nsystem\n",
    ],
)
def test_bytes_of_others_are_refused(data):
    with pytest.raises(NotPackable):
        unpack(data)
