"""A question of the chat kept ready: its words are read again by the planner, with the clock of now."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from pytest_django import Settings

from accounts.actor import Actor
from accounts.roles import Role
from conversations.answers import answer_object
from conversations.asking import ask_and_wait
from conversations.services import Wishes
from knowledge.rereading import read_again
from querying import cache
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.ready.readings import Asked
from querying.ready.rounds import keep_ready
from tests.conversations.people import make_actor
from tests.querying.ready.conftest import repeat, rested

__all__ = ["rested"]

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "How many trips in the last 30 days by origin?"
THEN = dt.datetime(2025, 4, 15, 10, tzinfo=dt.UTC)


def answer(actor: Actor, text: str = QUESTION) -> dict[str, Any]:
    return answer_object(ask_and_wait(actor, text, wishes=Wishes(provider="planner")))


def test_the_next_who_asks_finds_the_answer_and_is_told_its_age(
    trips: DataSource, settings: Settings
) -> None:
    settings.COPILOT_FROZEN_NOW = THEN
    ann, bob = make_actor("north"), make_actor("north", email="bob@north.example", role=Role.SUPPORT)
    first = answer(ann)
    assert first["evidence"]["cached_age_s"] is None
    repeat(AnalyticsQuery.objects.get(question=QUESTION), times=3, milliseconds=900)
    cache.drop(trips.pk)
    assert keep_ready(trips.pk) == 1
    refresh = AnalyticsQuery.objects.get(purpose=Purpose.REFRESH)
    assert (refresh.question, refresh.sql, refresh.user_id) == (QUESTION, first["sql"], ann.user_id)
    later = answer(bob)
    assert (later["sql"], later["rows"]) == (first["sql"], first["rows"])
    assert later["evidence"]["cached_age_s"] is not None
    # South shares the source, and was not asked for.
    ran = AnalyticsQuery.objects.filter(question=QUESTION)
    assert set(ran.values_list("organization", flat=True)) == {ann.organization_id}


def test_words_mean_the_dates_of_now_and_only_what_they_meant_alone(
    trips: DataSource, settings: Settings
) -> None:
    settings.COPILOT_FROZEN_NOW = THEN
    ann = make_actor("north")
    asked = Asked("planner", QUESTION, answer(ann)["sql"], THEN)
    assert read_again(ann, trips, asked, THEN) == asked.sql
    moved = read_again(ann, trips, asked, THEN + dt.timedelta(days=1))
    assert moved is not None
    assert ("2025-04-17" in moved, "2025-04-17" in asked.sql) == (True, False)
    french = dataclasses.replace(ann, language="fr")
    assert read_again(french, trips, asked, THEN) == asked.sql
    for other in ("and by carrier?", "Trips of [email]", ""):
        assert read_again(ann, trips, dataclasses.replace(asked, question=other), THEN) is None
