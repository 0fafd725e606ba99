"""The chat page and what it posts, for its owner and for nobody else."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from conversations import services
from conversations.agent.events import MessageCompleted
from conversations.enums import TurnStatus
from conversations.models import Conversation, Feedback
from conversations.services.ending import end_turn
from tests.conversations.people import answer_of, ask, make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(client: Client) -> Actor:
    actor = make_actor()
    client.force_login(User.objects.get(pk=actor.user_id))
    return actor


def asked(actor: Actor, title: str) -> Conversation:
    conversation = services.create_conversation(actor, title=title)
    ask(actor, conversation)
    return conversation


def post(client: Client, name: str, identity: object, body: dict) -> tuple[int, dict]:
    url = reverse(f"conversations:{name}", args=[identity])
    answer = client.post(url, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("conversations:new"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/chat/")


def test_who_belongs_nowhere_is_told_what_to_do(client: Client) -> None:
    client.force_login(User.objects.create_user("alone@nowhere.example"))
    answer = client.get(reverse("conversations:new"))
    assert answer.status_code == 403
    assert "You belong to no organization yet" in answer.content.decode()
    assert "alone@nowhere.example" in answer.content.decode()


@pytest.mark.usefixtures("actor")
def test_the_page_is_strict_and_holds_nothing_inline(client: Client) -> None:
    answer = client.get(reverse("conversations:new"))
    page = answer.content.decode()
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "style=" not in page
    assert "onclick=" not in page


def test_a_created_conversation_is_the_askers(client: Client, actor: Actor) -> None:
    answer = client.post(reverse("conversations:create"))
    created = Conversation.objects.visible_to(actor).get()
    assert answer.status_code == 201
    assert answer.json() == {"id": str(created.pk), "url": f"/chat/{created.pk}/"}


def test_a_conversation_is_renamed_archived_restored_and_deleted(client: Client, actor: Actor) -> None:
    conversation = asked(actor, "Old")
    assert post(client, "rename", conversation.pk, {"title": "New"}) == (200, {"title": "New"})
    assert post(client, "archive", conversation.pk, {"archived": True}) == (200, {"archived": True})
    assert Conversation.objects.get().archived
    assert post(client, "archive", conversation.pk, {"archived": False}) == (200, {"archived": False})
    assert not Conversation.objects.get().archived
    assert post(client, "delete", conversation.pk, {}) == (200, {})
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", '"x"', '{"title": ""}', "\xff"])
def test_a_body_that_makes_no_sense_is_refused(client: Client, actor: Actor, body: str) -> None:
    conversation = asked(actor, "Old")
    url = reverse("conversations:rename", args=[conversation.pk])
    answer = client.post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "input.invalid")
    assert Conversation.objects.get().title == "Old"


@pytest.mark.usefixtures("actor")
@pytest.mark.parametrize("name", ["rename", "archive", "delete"])
def test_anothers_conversation_is_not_there(client: Client, name: str) -> None:
    stranger = make_actor("south", email="bob@south.example")
    colleague = make_actor("north", email="cid@north.example")
    for owner in (stranger, colleague):
        theirs = asked(owner, "Secret revenue")
        status, answer = post(client, name, theirs.pk, {"title": "Mine", "archived": True})
        assert (status, answer["error"]["code"]) == (404, "not_found")
        assert client.get(reverse("conversations:chat", args=[theirs.pk])).status_code == 404
        theirs.refresh_from_db()
        assert (theirs.title, theirs.archived) == ("Secret revenue", False)
    assert "Secret" not in client.get(reverse("conversations:new")).content.decode()
    assert "Secret" not in client.get(reverse("conversations:history"), {"q": "secret"}).content.decode()


def test_feedback_is_kept_and_a_comment_added(client: Client, actor: Actor) -> None:
    turn = ask(actor, services.create_conversation(actor))
    end_turn(turn.pk, completed=MessageCompleted(status=TurnStatus.STOPPED, text="42"))
    answer = answer_of(turn)
    assert post(client, "feedback", answer.pk, {"thumbs": "down"})[0] == 200
    status, given = post(client, "feedback", answer.pk, {"comment": "Wrong year"})
    assert (status, given) == (200, {"thumbs": "down", "rating": None, "comment": "Wrong year"})
    assert Feedback.objects.count() == 1
    assert post(client, "feedback", answer.pk, {"thumbs": "sideways"})[0] == 400
    assert post(client, "feedback", uuid4(), {"thumbs": "up"})[0] == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_the_same_whatever_the_history(
    client: Client, actor: Actor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        asked(actor, f"Question {number}")
    # Session, person, membership, sources, the list, and whether there is an archive.
    with django_assert_num_queries(6):
        page = client.get(reverse("conversations:new")).content.decode()
    assert page.count('data-conversation="') == count


def test_improving_a_query_takes_a_model_and_ones_own_source(client, trips):
    actor = make_actor("north", role=Role.MANAGER)
    client.force_login(User.objects.get(pk=actor.user_id))

    def improve(source: int) -> tuple[int, dict]:
        answer = client.post(
            reverse("conversations:improve"),
            json.dumps({"source": source, "sql": "SELECT 1"}),
            content_type="application/json",
        )
        return answer.status_code, answer.json()

    status, answer = improve(trips.pk)
    assert (status, answer["error"]["code"]) == (400, "provider.unavailable")
    assert improve(trips.pk + 1)[0] == 404
    assert not Conversation.objects.exists()
