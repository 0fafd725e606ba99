"""Values are ordered by what they mean."""

import random

import pytest

from querying.catalog import ColumnType
from querying.ordering import key_of


@pytest.mark.parametrize(
    ("kind", "ordered"),
    [
        (
            ColumnType.INTEGER,
            ["-9223372036854775808", -5, 0, 10, "9007199254740993", "9223372036854775807", None],
        ),
        (ColumnType.NUMBER, ["-Infinity", "-1e400", -1, 0.5, 2, "12345678901234.5", "Infinity", "NaN", None]),
        (
            ColumnType.DATE,
            ["-infinity", "4713-01-01 BC", "0044-03-15 BC", "0001-01-01", "5874897-12-31", "infinity", None],
        ),
        (
            ColumnType.TIMESTAMPTZ,
            [
                "2025-02-28T22:59:00-00:30",
                "2025-03-01T00:30:00+01:00",
                "2025-02-28T23:45:00Z",
                "2025-10-26T02:45:00+02:00",
                "2025-10-26T02:15:00+01:00",
                "294277-01-01 00:59:59.999999+01",
                "infinity",
                None,
            ],
        ),
        (
            ColumnType.INTERVAL,
            ["-infinity", "-P1D", "PT0S", "PT36H", "P9D", "P10D", "P1M", "P1Y", "P365DT1H", None],
        ),
        (ColumnType.BOOLEAN, [False, True, None]),
        (ColumnType.TEXT, ["9", "10", "eau", "Élan", "fin", None]),
    ],
)
def test_values_are_ordered_by_what_they_mean(kind: ColumnType, ordered: list[object]) -> None:
    mixed = random.Random(5).sample(ordered, len(ordered))
    assert sorted(mixed, key=key_of(kind)) == ordered


def test_what_can_not_be_read_comes_after_what_can() -> None:
    assert sorted([None, "odd", "2025-01-01"], key=key_of(ColumnType.DATE)) == ["2025-01-01", "odd", None]
