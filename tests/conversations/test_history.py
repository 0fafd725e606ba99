"""The sidebar's groups and its search."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.utils.translation import override

from conversations import services
from conversations.history import grouped, history_of
from conversations.models import Conversation
from tests.conversations.people import ask, make_actor

# A Thursday, 00:30 in Berlin: still Wednesday in UTC.
NOW = dt.datetime(2026, 10, 7, 22, 30, tzinfo=dt.UTC)


def used(title: str, when: str) -> Conversation:
    return Conversation(title=title, updated_at=dt.datetime.fromisoformat(when))


@pytest.mark.django_db
def test_grouped_by_the_actors_calendar() -> None:
    actor = dataclasses.replace(make_actor(), time_zone="Europe/Berlin", week_start=0)
    conversations = [
        used("a minute ago", "2026-10-07T22:29:00+00:00"),
        used("yesterday evening", "2026-10-07T21:59:00+00:00"),
        used("Monday", "2026-10-04T22:00:00+00:00"),
        used("Sunday", "2026-10-04T21:59:00+00:00"),
    ]
    with override("en"):
        groups = grouped(conversations, actor=actor, now=NOW)
    assert [(group.label, [one.title for one in group.conversations]) for group in groups] == [
        ("Today", ["a minute ago"]),
        ("This week", ["yesterday evening", "Monday"]),
        ("Earlier", ["Sunday"]),
    ]


@pytest.mark.django_db
def test_a_search_spans_the_archive_and_leaves_out_what_was_never_asked() -> None:
    actor = make_actor()
    for title in ("Revenue in Spain", "Revenue in Italy"):
        ask(actor, services.create_conversation(actor, title=title))
    services.create_conversation(actor, title="Revenue, never asked")
    italy = Conversation.objects.get(title="Revenue in Italy")
    services.archive_conversation(actor, conversation_id=italy.pk)

    def titles(**wanted: object) -> set[str]:
        return {one.title for group in history_of(actor, **wanted).groups for one in group.conversations}

    assert titles() == {"Revenue in Spain"}
    assert titles(archived=True) == {"Revenue in Italy"}
    assert titles(search="revenue") == {"Revenue in Spain", "Revenue in Italy"}
    assert history_of(actor).has_archived
