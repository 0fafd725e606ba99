"""Staff read what was suggested in the organizations that they administer, and nothing else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from conversations import services
from conversations.agent.events import SuggestionMade
from conversations.models import Suggestion
from tests.conversations.people import answer_of, ask, make_actor

pytestmark = pytest.mark.django_db
PAGE = "admin:conversations_suggestion_changelist"


def proposed(slug: str, title: str) -> Suggestion:
    actor = make_actor(slug, email=f"{title.lower()}@{slug}.example")
    turn = ask(actor, services.create_conversation(actor))
    content = {"name": title, "query": "SELECT '<b>' AS id", "count": 1}
    made = SuggestionMade(id=str(uuid4()), kind="segment", title=title, content=content)
    return services.suggest(answer_of(turn), suggestion=made)


@pytest.fixture
def staff() -> Client:
    actor = make_actor("north", email="admin@north.example", role=Role.ADMIN)
    user = User.objects.get(pk=actor.user_id)
    user.is_staff = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


def test_staff_see_their_own_organizations_suggestions_and_change_none(staff):
    ours, theirs = proposed("north", "Quebec"), proposed("south", "Zanzibar")
    listed = staff.get(reverse(PAGE), {"kind__exact": "segment"}).content.decode()
    assert "Quebec" in listed
    assert "Zanzibar" not in listed
    detail = "admin:conversations_suggestion_change"
    shown = staff.get(reverse(detail, args=[ours.pk])).content.decode()
    assert "&lt;b&gt;" in shown
    assert staff.get(reverse(detail, args=[theirs.pk])).status_code in (302, 404)
    assert staff.post(reverse(detail, args=[ours.pk]), {"title": "x"}).status_code == 403


def test_the_list_asks_as_much_for_one_row_as_for_three(staff):
    counts = []
    for title in ("One", "Two", "Three"):
        proposed("north", title)
        staff.get(reverse(PAGE))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            staff.get(reverse(PAGE))
        counts.append(len(caught))
    assert counts[0] == counts[2]
