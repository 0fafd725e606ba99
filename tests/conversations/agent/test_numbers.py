from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.agent.numbers import Traced, trace
from querying.catalog import ColumnType
from querying.results import ResultColumn, ResultSet

COLUMNS = (
    ResultColumn("country", ColumnType.TEXT),
    ResultColumn("currency", ColumnType.TEXT),
    ResultColumn("revenue", ColumnType.NUMBER),
)
RESULT = ResultSet(
    COLUMNS,
    (
        ("Germany", "EUR", Decimal("1500.25")),
        ("France", "EUR", Decimal("499.75")),
        ("United States", "USD", Decimal("900")),
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        "Germany leads with €1,500.25.",
        "L'Allemagne arrive en tête avec 1\u202f500,25 €.",
        "Germany has 75 % of €2,000.00.",  # of its own currency's total
        "Three rows: 3.",
        "Between 499.75 and 1,500.25, 1,000.50 apart.",
    ],
)
def test_numbers_of_the_result_are_traced(text: str) -> None:
    assert trace(text, RESULT).passed


@pytest.mark.parametrize("text", ["Revenue was €2,900.26.", "Germany has 81 %.", "It was 1,501."])
def test_a_number_from_nowhere_is_not(text: str) -> None:
    assert not trace(text, RESULT).passed


def test_numbers_of_the_question_need_no_proof() -> None:
    assert trace("In the last 30 days: 3.", RESULT, also=["last 30 days"]) == Traced(2, 2)
