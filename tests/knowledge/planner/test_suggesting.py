"""What is offered next is answered, and leads on from the answer before it."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.planner import follow_ups
from knowledge.planner.plan import Planned
from tests.knowledge.planner import worlds
from tests.knowledge.planner.models import ask

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("question", "language", "first"),
    [
        ("Flights by airline", "en", "And by month?"),
        ("Combien de vols par compagnie ?", "fr", "Et par mois ?"),
        # A ranking leaves out what is not known; what is asked next is not bound to that.
        ("Which airlines had the worst average arrival delay?", "en", "And by month?"),
    ],
)
def test_follow_ups_are_answered_after_the_question(question: str, language: str, first: str) -> None:
    asked = ask(question, worlds.FLIGHTS, worlds.FLIGHT_VALUES)
    assert isinstance(asked, Planned)
    offered = follow_ups(asked.query, worlds.FLIGHTS, language=language, now=NOW)
    assert offered[0] == first
    assert len(offered) <= 3
    for text in offered:
        following = ask(text, worlds.FLIGHTS, worlds.FLIGHT_VALUES, previous=asked.query)
        assert isinstance(following, Planned), text
