"""Words that staff defined go before what the planner would make of them by itself."""

from __future__ import annotations

import pytest

from knowledge.planner.plan import Declined, Planned
from knowledge.semantic.model import Metric, NamedFilter, Words
from tests.knowledge.planner.brief import brief
from tests.knowledge.planner.models import PlainValues, ask, key, make_model

SIGNUPS = Metric(
    "signups",
    Words(
        {"en": "number of signups", "fr": "nombre d'inscriptions"}, {"en": ("popular",), "fr": ("populaire",)}
    ),
    key("signups"),
    "count(*)",
    approved=True,
)
UNPAID = NamedFilter("unpaid", key("signups"), "payment_status = 'in arrears'", Words({"en": "unpaid"}))
CLUB = make_model(
    """
members: id:int* name city
activities: id:int* name type starts_on:date
signups: id:int* activity_id:int>activities member_id:int>members/signup_member payment_status
    signed_up_on:date
payments: id:int* member_id:int>members/payer activity_id:int>activities/paid_activity amount:num paid_on:date
""",
    metrics=[SIGNUPS],
    segments={"unpaid": UNPAID},
)
VALUES = PlainValues({"activities.name": ["Hockey 2025", "Yoga 2025"]})


def read(text: str) -> str:
    planned = ask(text, CLUB, VALUES)
    assert isinstance(planned, Planned), planned
    return brief(planned.query)


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("Popular activity types", "-"),
        ("Most popular activity types", "-"),
        ("Least popular activity types", "+"),
        ("Les types les plus populaires", "-"),
    ],
)
def test_popular_is_by_the_metric_that_is_called_so(question: str, order: str):
    assert read(question) == (
        "[signups] | by activity>activities.type | where signups.activity_id is not null "
        f"| order {order}m0 | limit 10"
    )


def test_popular_is_nothing_else_where_that_metric_says_nothing():
    assert isinstance(ask("Popular payment amounts", CLUB, VALUES), Declined)


@pytest.mark.parametrize(
    "question", ["Show me all unpaid members for Hockey 2025", "Unpaid members for Hockey 2025"]
)
def test_those_named_are_listed_with_a_segment_beside_them(question: str):
    assert read(question) == (
        "distinct rows of signups: signup_member>members.name, signups.member_id "
        "| where [unpaid] and activity>activities.name = Hockey 2025"
    )


def test_a_segment_goes_before_a_guess_from_a_verb():
    assert read("How many unpaid members?") == "count_distinct(signups.member_id) | where [unpaid]"


def test_rows_named_with_their_own_date_are_read_by_it():
    assert "payments.paid_on is null" in read("Show unpaid payments")


def test_a_verb_with_a_date_of_its_own_is_what_goes_by_month():
    model = make_model("tickets: id:int* status opened_at:ts closed_at:ts", times={"tickets": "opened_at"})
    values = PlainValues({"tickets.status": ["open", "closed"]})
    planned = ask("How many tickets were closed per month in 2025?", model, values)
    assert isinstance(planned, Planned)
    assert brief(planned.query) == (
        "count(tickets) | by tickets.closed_at:month "
        "| 2025-01-01..2026-01-01 on tickets.closed_at | order +g0"
    )
