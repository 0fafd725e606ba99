"""Follow-ups: each changes the query before it."""

from __future__ import annotations

import pytest

from knowledge.planner.plan import Planned
from tests.knowledge.planner import worlds
from tests.knowledge.planner.brief import brief
from tests.knowledge.planner.models import ask

BY_COUNTRY = "What was our revenue by country last quarter?"
COUNTRY = "order>customer>users.country"
Q3 = "2026-07-01..2026-10-01"


@pytest.mark.parametrize(
    ("follow_up", "expected"),
    [
        ("And by month?", f"[revenue] | by order_items.ordered_at:month | {Q3} | order +g0"),
        ("by month", f"[revenue] | by order_items.ordered_at:month | {Q3} | order +g0"),
        ("et par mois ?", f"[revenue] | by order_items.ordered_at:month | {Q3} | order +g0"),
        ("and by product category?", f"[revenue] | by product>products.category | {Q3} | order -m0"),
        ("only Germany", f"[revenue] | by {COUNTRY} | where {COUNTRY} = Germany | {Q3} | order -m0"),
        ("seulement la France", f"[revenue] | by {COUNTRY} | where {COUNTRY} = France | {Q3} | order -m0"),
        ("not Germany", f"[revenue] | by {COUNTRY} | where {COUNTRY} != Germany | {Q3} | order -m0"),
        ("and last year?", f"[revenue] | by {COUNTRY} | 2025-01-01..2026-01-01 | order -m0"),
        ("et l'année dernière ?", f"[revenue] | by {COUNTRY} | 2025-01-01..2026-01-01 | order -m0"),
        ("what about 2024?", f"[revenue] | by {COUNTRY} | 2024-01-01..2025-01-01 | order -m0"),
        ("top 3", f"[revenue] | by {COUNTRY} | {Q3} | order -m0 | limit 3"),
        ("bottom 3", f"[revenue] | by {COUNTRY} | {Q3} | order +m0 | limit 3"),
        (
            "and the average order value?",
            f"[average_order_value] | by customer>users.country | {Q3} | order -m0",
        ),
        ("also by month", f"[revenue] | by order_items.ordered_at:month, {COUNTRY} | {Q3} | order +g0 -m0"),
        ("How many users are there?", "count(users)"),
    ],
)
def test_follow_up_changes_one_thing(follow_up: str, expected: str) -> None:
    first = ask(BY_COUNTRY, worlds.SHOP, worlds.SHOP_VALUES)
    assert isinstance(first, Planned)
    second = ask(follow_up, worlds.SHOP, worlds.SHOP_VALUES, previous=first.query)
    assert isinstance(second, Planned), second
    assert brief(second.query) == expected


def test_follow_ups_go_on_from_each_other() -> None:
    query = None
    for question in (
        "Which airlines had the worst average arrival delay?",
        "only from JFK",
        "And by month?",
        "in 2013",
    ):
        plan = ask(question, worlds.FLIGHTS, worlds.FLIGHT_VALUES, previous=query)
        assert isinstance(plan, Planned), question
        query = plan.query
    assert query is not None
    assert brief(query) == (
        "average(flights.arr_delay) | by flights.flight_date:month | where flights.origin = JFK"
        " | 2013-01-01..2014-01-01 | order +g0"
    )


@pytest.mark.parametrize("question", ["And by planet?", "and why?", "only Mars", "et par planète ?"])
def test_what_a_follow_up_does_not_say_clearly_is_declined(question: str) -> None:
    first = ask(BY_COUNTRY, worlds.SHOP, worlds.SHOP_VALUES)
    assert isinstance(first, Planned)
    assert not isinstance(ask(question, worlds.SHOP, worlds.SHOP_VALUES, previous=first.query), Planned)


@pytest.mark.parametrize("question", ["And by month?", "only Germany", "top 3", "et par pays ?"])
def test_a_fragment_alone_is_declined(question: str) -> None:
    assert not isinstance(ask(question, worlds.SHOP, worlds.SHOP_VALUES), Planned)
