"""What the rows of a list show: what they are called, and of a reference not only its number."""

from __future__ import annotations

import pytest

from knowledge.planner.plan import Declined, Planned
from knowledge.semantic.query import ColumnField, Condition, Operator
from tests.knowledge.planner.models import PlainValues, ask, make_model

DEPOT = make_model(
    """
customers: customer_id:int* customer_name segment
shipments: shipment_id:int* customer_id:int>customers created_at:ts arrived_at:ts promised_on:date status
teachers: teacher_id:int* teacher_name subject capacity:int
"""
)
VALUES = PlainValues({"shipments.status": ["in transit", "delivered"]})


def columns(question: str) -> list[str]:
    plan = ask(question, DEPOT, VALUES)
    assert isinstance(plan, Planned), plan
    return [one.column for one in plan.query.columns if isinstance(one, ColumnField)]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (
            "Which shipments are in transit? Show id, customer and promised date",
            {"shipment_id", "customer_name", "promised_on"},
        ),
        ("list the teachers with their subject and capacity", {"teacher_name", "subject", "capacity"}),
    ],
)
def test_a_list_says_what_its_rows_and_references_are_called(question: str, shown: set[str]) -> None:
    assert set(columns(question)) >= shown


def test_the_last_by_another_date_is_not_guessed() -> None:
    assert isinstance(ask("last arrived shipment", DEPOT, VALUES), Declined) or columns(
        "last arrived shipment"
    ) == ["shipment_id", "arrived_at"]


@pytest.mark.parametrize(
    ("question", "operator"),
    [
        ("les teachers qui n'ont pas de subject renseigné", Operator.IS_NULL),
        ("teachers with a known subject", Operator.IS_NOT_NULL),
        ("teachers without a subject", Operator.IS_NULL),
    ],
)
def test_what_is_not_filled_in_is_missing(question: str, operator: Operator) -> None:
    plan = ask(question, DEPOT, VALUES)
    assert isinstance(plan, Planned), plan
    assert [one.operator for one in plan.query.where if isinstance(one, Condition)] == [operator]
