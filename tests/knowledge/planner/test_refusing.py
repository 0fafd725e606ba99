"""What no reading may come to: totals of keys, lists where a count is wanted, one ranking for many."""

from __future__ import annotations

import pytest

from knowledge.planner.plan import Declined, Planned
from knowledge.semantic.derivation import TopPerGroup
from knowledge.semantic.query import AggregateMeasure, Condition, Function
from tests.knowledge.planner import worlds
from tests.knowledge.planner.models import PlainValues, ask, make_model

BILLING = make_model(
    """
users: userId:int* email createdAt:ts
invoices: invoiceId:int* userId:int>users amountUsd:num status issuedOn:date
usage_events: eventId:int* userId:int>users eventName platform occurredAt:ts
"""
)
BILLING_VALUES = PlainValues({"invoices.status": ["open"], "usage_events.platform": ["ios", "web"]})


@pytest.mark.parametrize(
    "question",
    [
        "total invoice id",
        "total invoiced per month in 2026",
        "average number of events per day",
        "average event id by platform",
        "highest invoice id by user",
        "moyenne des invoice id par status",
    ],
)
def test_keys_are_never_measured(question: str) -> None:
    plan = ask(question, BILLING, BILLING_VALUES)
    measures = plan.query.measures if isinstance(plan, Planned) else ()
    counts = (Function.COUNT, Function.COUNT_DISTINCT)
    for measure in measures:
        assert isinstance(measure, AggregateMeasure)
        assert measure.function in counts or "amountUsd" in str(measure.field)


@pytest.mark.parametrize(
    "question", ["most used event on each platform", "the most popular platform for each user"]
)
def test_the_first_of_each_group_is_not_one_ranking(question: str) -> None:
    found = ask(question, BILLING, BILLING_VALUES)
    assert isinstance(found, Planned)
    assert found.query.limit is None
    assert isinstance(found.query.derived, TopPerGroup)


def test_how_many_at_the_end_is_never_a_list() -> None:
    counted = ask("users from France, how many?", worlds.SHOP, worlds.SHOP_VALUES)
    assert isinstance(counted, Planned)
    assert counted.query.measures
    assert not isinstance(ask("the 5 latest orders, how many?", worlds.SHOP, worlds.SHOP_VALUES), Planned)


@pytest.mark.parametrize(
    "question",
    [
        "please cancel order 12",
        "can you delete the orders of France?",
        "I want to cancel my order",
        "peux-tu annuler la commande 12 ?",
        "merci d'annuler la commande 12",
    ],
)
def test_what_is_to_be_done_is_declined(question: str) -> None:
    assert isinstance(ask(question, worlds.SHOP, worlds.SHOP_VALUES), Declined)


def test_a_report_that_was_made_is_not_passed_over() -> None:
    plan = ask("how many users created a report in the last 30 days?", BILLING, BILLING_VALUES)
    assert isinstance(plan, Declined)
    assert "report" in plan.reason


@pytest.mark.parametrize(
    ("question", "operator"),
    [
        ("utilisateurs dont le channel n'est pas rempli", "is_null"),
        ("utilisateurs dont le channel n'est pas renseigné", "is_null"),
        ("utilisateurs avec channel non renseigné", "is_null"),
        ("utilisateurs avec channel non rempli", "is_null"),
        ("utilisateurs qui n'ont pas de channel", "is_null"),
        ("utilisateurs sans channel", "is_null"),
        ("utilisateurs dont le channel est rempli", "is_not_null"),
        ("users whose channel is not filled in", "is_null"),
        ("users whose channel was left blank", "is_null"),
        ("users whose channel is filled in", "is_not_null"),
    ],
)
def test_filled_in_and_not(question: str, operator: str) -> None:
    plan = ask(question, worlds.SHOP, worlds.SHOP_VALUES)
    assert isinstance(plan, Planned), plan
    (condition,) = plan.query.where
    assert isinstance(condition, Condition)
    assert condition.operator.name.lower() == operator
