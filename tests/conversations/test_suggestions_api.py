"""Suggestions decided over the API, by the person who was answered alone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.roles import Role
from conversations import services
from conversations.agent.events import SuggestionMade
from conversations.answers import answer_object
from conversations.models import Suggestion
from tests.api import send, with_key
from tests.conversations.people import answer_of, ask, make_actor

pytestmark = pytest.mark.django_db
STRATEGY = {"steps": [{"action": "Call them", "timeline": "", "channel": "", "rationale": ""}]}


@pytest.fixture
def row() -> Suggestion:
    actor = make_actor()
    answer = answer_of(ask(actor, services.create_conversation(actor)))
    made = SuggestionMade(id=str(uuid4()), kind="strategy", title="Win back", content=STRATEGY)
    return services.suggest(answer, suggestion=made)


def test_a_suggestion_stands_in_the_answer_and_is_decided_by_its_id(row: Suggestion) -> None:
    client = with_key(make_actor())
    assert [one["id"] for one in answer_object(row.message)["suggestions"]] == [str(row.pk)]
    status, said = send(client, "POST", f"suggestions/{row.pk}/reject")
    assert (status, said) == (
        200,
        {
            "id": str(row.pk),
            "kind": "strategy",
            "title": "Win back",
            "content": STRATEGY,
            "reasoning": "",
            "confidence": None,
            "status": "rejected",
            "segment": None,
            "applied": None,
        },
    )
    assert send(client, "POST", f"suggestions/{row.pk}/accept")[1]["status"] == "accepted"
    status, said = send(client, "POST", f"suggestions/{row.pk}/apply")
    assert (status, said["code"]) == (400, "input.invalid")  # of steps nothing can be made


def test_who_may_not_make_it_is_told_so(row: Suggestion) -> None:
    Suggestion.objects.update(kind="segment", content={"name": "x", "query": "SELECT 1", "count": 1})
    viewer = with_key(make_actor(role=Role.VIEWER))
    status, said = send(viewer, "POST", f"suggestions/{row.pk}/apply")
    assert (status, said["code"]) == (403, "not_allowed")
    assert Suggestion.objects.get().status == "pending"


@pytest.mark.parametrize("email", ["bob@north.example", "bob@south.example"])
@pytest.mark.parametrize("decision", ["accept", "reject", "apply"])
def test_nobody_else_decides(row: Suggestion, email: str, decision: str) -> None:
    slug = email.split("@")[1].split(".")[0]
    stranger = with_key(make_actor(slug, email=email, role=Role.OWNER))
    assert send(stranger, "POST", f"suggestions/{row.pk}/{decision}")[0] == 404
    assert Suggestion.objects.get().status == "pending"
