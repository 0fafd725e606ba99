"""“Number of orders” counts, wherever it stands: no order number; beside a measure, a second one."""

from __future__ import annotations

import pytest

from knowledge.planner.plan import Planned
from knowledge.semantic.query import AggregateMeasure, Function, SemanticQuery
from tests.knowledge.planner.models import PlainValues, ask, make_model

SHOP = make_model(
    """
orders: id:int* order_number:int ordered_at:ts country
order_items: id:int* order_id:int>orders amount:num
"""
)
VALUES = PlainValues({"orders.country": ["France", "Germany"]})


def planned(question: str) -> SemanticQuery:
    plan = ask(question, SHOP, VALUES)
    assert isinstance(plan, Planned), plan
    return plan.query


@pytest.mark.parametrize(
    "question",
    [
        "total amount and number of orders by month",
        "total amount and orders by month",
        "montant total et nombre de commandes par mois",
    ],
)
def test_a_count_beside_a_measure_is_a_second_measure(question: str) -> None:
    query = planned(question)
    assert [one.grain is not None for one in query.group_by] == [True]
    functions = [one.function for one in query.measures if isinstance(one, AggregateMeasure)]
    assert functions[0] is Function.SUM
    assert functions[1] in (Function.COUNT, Function.COUNT_DISTINCT)


@pytest.mark.parametrize(
    "question",
    ["number of orders with more than 3 order items", "how many orders have more than 3 order items"],
)
def test_a_number_with_a_bound_on_its_parts_is_one_number(question: str) -> None:
    query = planned(question)
    assert query.group_by == ()
    assert len(query.measures) == 1


def test_a_joined_noun_behind_a_grain_groups() -> None:
    query = planned("total amount by month and country")
    assert len(query.group_by) == 2
