"""Suggestions: stored once, decided once, drawn again, and nobody else's."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.roles import Role
from conversations import services
from conversations.agent.events import SuggestionMade
from conversations.errors import InputInvalid, NotAllowed, NotFound
from conversations.models import Suggestion
from conversations.services import applying, suggesting
from conversations.services.applying import Made
from tests.conversations.people import answer_of, ask, make_actor

pytestmark = pytest.mark.django_db
SEGMENT = {"name": "Inactive buyers", "query": "SELECT id FROM users", "count": 12}


def made(kind: str = "segment", content: dict | None = None, **fields) -> SuggestionMade:
    return SuggestionMade(
        id=str(uuid4()), kind=kind, title="Inactive", content=content or SEGMENT, datasource=3, **fields
    )


@pytest.fixture
def row() -> Suggestion:
    actor = make_actor()
    turn = ask(actor, services.create_conversation(actor))
    return services.suggest(answer_of(turn), suggestion=made(reasoning="Because", confidence=0.8))


def test_a_suggestion_is_stored_once_and_stands_in_the_snapshot(row):
    again = made()
    services.suggest(row.message, suggestion=again)
    services.suggest(row.message, suggestion=again)
    shown = services.snapshot(row.message.conversation)["messages"][-1]["suggestions"]
    assert [each["id"] for each in shown] == [str(row.pk), again.id]
    assert shown[0] == {
        "id": str(row.pk),
        "kind": "segment",
        "title": "Inactive",
        "content": SEGMENT,
        "reasoning": "Because",
        "confidence": 0.8,
        "status": "pending",
        "datasource": 3,
        "segment": None,
        "applied": None,
    }


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("segment", {"name": "x", "query": "SELECT 1", "count": -1}),
        ("segment", {**SEGMENT, "extra": 1}),
        ("email", {"subject": "two\nlines", "body": "x"}),
        ("email", {"subject": "x" * 201, "body": "x"}),
        ("sms", {"message": "\x00"}),
        ("strategy", {"steps": []}),
        ("pigeon", {}),
    ],
)
def test_a_content_that_is_not_of_its_kind_is_refused(row, kind, content):
    with pytest.raises(InputInvalid):
        services.suggest(row.message, suggestion=made(kind, content))
    assert Suggestion.objects.count() == 1


def test_it_may_be_dismissed_and_taken_up_again(row):
    actor = make_actor()
    assert suggesting.reject(actor, row.pk).status == "rejected"
    taken = suggesting.accept(actor, row.pk)
    assert (taken.status, taken.decided_by_id) == ("accepted", actor.user_id)


def test_applying_twice_makes_one(row, monkeypatch):
    calls = []

    def make(actor, suggestion):
        calls.append(suggestion.content)
        return Made("segment", "7")

    monkeypatch.setitem(applying.MAKERS, "segment", make)
    actor = make_actor()
    first, second = suggesting.apply(actor, row.pk), suggesting.apply(actor, row.pk)
    assert calls == [SEGMENT]
    assert (first.applied_id, second.applied_id, second.status) == ("7", "7", "applied")
    with pytest.raises(InputInvalid):
        suggesting.reject(actor, row.pk)


def test_a_campaign_makes_its_segment_first(row, monkeypatch):
    order = []
    for kind in ("segment", "campaign"):
        monkeypatch.setitem(
            applying.MAKERS, kind, lambda actor, each: (order.append(each.kind), Made(each.kind, "7"))[1]
        )
    content = {"name": "Win back", "content": {"subject": "Hello", "body": "Hello"}}
    campaign = services.suggest(row.message, suggestion=made("campaign", content, segment=str(row.pk)))
    suggesting.apply(make_actor(), campaign.pk)
    row.refresh_from_db()
    assert (order, row.status) == (["segment", "campaign"], "applied")


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("social", {"text": "Come back"}, "copy"),
        ("email", {"subject": "Hello", "body": "Hello"}, "needs a segment"),
        ("campaign", {"name": "x", "channel": "sms", "content": {"message": "Hello"}}, "Only e-mail"),
    ],
)
def test_of_what_nothing_can_be_made_it_says_why(row, kind, content, why):
    row.delete()
    other = services.suggest(row.message, suggestion=made(kind, content))
    with pytest.raises(InputInvalid, match=why):
        suggesting.apply(make_actor(), other.pk)
    assert suggesting.accept(make_actor(), other.pk).status == "accepted"


def test_a_viewer_may_not_apply(row, monkeypatch):
    monkeypatch.setitem(applying.MAKERS, "segment", lambda actor, each: Made("segment", "7"))
    viewer = make_actor(role=Role.VIEWER)
    with pytest.raises(NotAllowed, match="Viewer"):
        suggesting.apply(viewer, row.pk)
    row.refresh_from_db()
    assert row.status == "pending"


@pytest.mark.parametrize("decide", [suggesting.accept, suggesting.reject, suggesting.apply])
def test_another_person_finds_nothing(row, decide):
    for other in (make_actor(email="bob@north.example"), make_actor("south", email="sue@south.example")):
        with pytest.raises(NotFound):
            decide(other, row.pk)
    row.refresh_from_db()
    assert row.status == "pending"


def test_the_page_decides_and_refuses_in_a_sentence(row, client):
    client.force_login(row.message.conversation.owner)
    answer = client.post(f"/chat/suggestions/{row.pk}/reject/", {}, "application/json")
    assert (answer.status_code, answer.json()["status"]) == (200, "rejected")
    missing = client.post(f"/chat/suggestions/{uuid4()}/apply/", {}, "application/json")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")
