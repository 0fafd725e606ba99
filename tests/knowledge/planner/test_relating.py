"""Rows told by other rows, over a shop and a library that nobody tuned for."""

from __future__ import annotations

import pytest

from knowledge.planner.plan import Declined, Planned
from knowledge.semantic.memory import query_as_json, query_from_json
from tests.knowledge.planner import worlds
from tests.knowledge.planner.brief import brief
from tests.knowledge.planner.models import ask

SHOP = (worlds.SHOP, worlds.SHOP_VALUES)
LIBRARY = (worlds.LIBRARY, worlds.LIBRARY_VALUES)


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("users without orders", "(no orders>customer)"),
        ("how many users have never ordered?", "(no orders>customer)"),
        ("users who haven't placed an order this year", "(no orders>customer; 2026-01-01..2027-01-01)"),
        ("users with fewer than 2 orders", "(orders>customer; count < 2)"),
        ("products nobody bought", "(no order_items>product)"),
        ("utilisateurs n'ayant jamais commandé", "(no orders>customer)"),
        ("utilisateurs sans commande", "(no orders>customer)"),
        ("users in France without paid orders", "(no orders>customer; orders.status = paid)"),
        ("how many customers have at least 2 orders?", "(orders>customer; count >= 2)"),
        ("users who bought something in March 2026", "(orders>customer; 2026-03-01..2026-04-01)"),
    ],
)
def test_clause_becomes_a_condition_on_other_rows(question: str, condition: str) -> None:
    plan = ask(question, *SHOP)
    assert isinstance(plan, Planned)
    assert condition in brief(plan.query)
    assert query_from_json(query_as_json(plan.query)) == plan.query


@pytest.mark.parametrize(
    "question", ["buyers who have been inactive for 30 days", "acheteurs inactifs depuis 30 jours"]
)
def test_inactive_buyers_have_bought_and_done_nothing_since(question: str) -> None:
    plan = ask(question, *SHOP)
    assert isinstance(plan, Planned)
    found = brief(plan.query)
    assert found.startswith("rows of users: users.id")
    assert "(orders>customer) and (no orders>customer; 2026-10-22" in found
    assert "(no events>user; 2026-10-22" in found
    assert plan.assumptions


def test_counted_buyers_are_still_buyers() -> None:
    plan = ask("how many buyers have been inactive for 30 days?", *SHOP)
    assert isinstance(plan, Planned)
    assert "(orders>customer) and" in brief(plan.query)


def test_object_of_a_verb_goes_without_saying() -> None:
    plan = ask("readers who never borrowed a book", *LIBRARY)
    assert isinstance(plan, Planned)
    assert "(no loans>reader)" in brief(plan.query)


@pytest.mark.parametrize(
    "question",
    [
        "users without orders in France",  # orders there, or users there?
        "users without orders or events",
        "users without never ordered",
        "users without orders on planet Mars",
    ],
)
def test_what_is_not_understood_whole_is_declined(question: str) -> None:
    assert isinstance(ask(question, *SHOP), Declined)


def test_two_periods_are_held_against_each_other() -> None:
    plan = ask("users who ordered in 2025 but not in 2026", *SHOP)
    assert isinstance(plan, Planned)
    assert "(orders>customer; 2025-01-01..2026-01-01)" in brief(plan.query)
    assert "(no orders>customer; 2026-01-01..2027-01-01)" in brief(plan.query)


def test_reading_says_what_the_rows_are_held_to() -> None:
    plan = ask("users without orders in 2025", *SHOP)
    assert isinstance(plan, Planned)
    assert plan.reading == "List of users with no orders in 2025"


@pytest.mark.parametrize("question", ["French users", "utilisateurs français"])
def test_adjective_of_a_country_is_the_country(question: str) -> None:
    plan = ask(question, *SHOP)
    assert isinstance(plan, Planned)
    assert brief(plan.query).endswith("where users.country = France")


@pytest.mark.parametrize(("word", "descending"), [("first", False), ("last", True)])
def test_who_was_first_is_one_row(word: str, descending: bool) -> None:
    plan = ask(f"which user signed up {word}?", *SHOP)
    assert isinstance(plan, Planned)
    assert (plan.query.limit, plan.query.order[0].descending) == (1, descending)


@pytest.mark.parametrize("question", ["show name and country of users", "users inactive"])
def test_columns_of_rows_that_nobody_named_are_not_shown(question: str) -> None:
    plan = ask(question, *SHOP)
    assert not (isinstance(plan, Planned) and plan.query.table == ("public", "events"))
