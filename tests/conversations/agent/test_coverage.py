"""What a source's data covers, and the part of it that is nearest to a period outside."""

import datetime as dt

import pytest

from conversations.agent.coverage import Coverage
from knowledge.semantic.query import Grain, Period

FLIGHTS = Coverage("flights", dt.date(2013, 1, 1), dt.date(2013, 12, 31))
HALF = Coverage("flights", dt.date(2012, 7, 1), dt.date(2013, 6, 30))


def month(year: int, number: int) -> Period:
    start = dt.datetime(year, number, 1)  # noqa: DTZ001
    end = dt.datetime(year + number // 12, number % 12 + 1, 1)  # noqa: DTZ001
    return Period(start, end, grain=Grain.MONTH)


@pytest.mark.parametrize(
    ("coverage", "asked", "nearest"),
    [
        (FLIGHTS, month(2026, 1), month(2013, 1)),
        (FLIGHTS, month(2026, 12), month(2013, 12)),
        (HALF, month(2026, 3), month(2013, 3)),
        (HALF, month(2026, 9), month(2012, 9)),
        (FLIGHTS, month(2011, 1), None),
    ],
)
def test_the_nearest_covered_period_is_the_same_part_of_a_year(
    coverage: Coverage, asked: Period, nearest: Period | None
) -> None:
    assert coverage.nearest(asked) == nearest


def test_a_part_of_the_year_that_is_not_covered_has_no_nearest() -> None:
    assert Coverage("flights", dt.date(2013, 4, 1), dt.date(2013, 12, 31)).nearest(month(2026, 2)) is None
