"""The REST API: who gets in, what it answers, and that nothing of another organization shows."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from accounts.actor import Actor
from accounts.api_keys import make_key, revoke_key
from accounts.models import ApiKey, Membership, Organization, User
from accounts.roles import Role
from conversations.models import Conversation
from conversations.tickets import issue_ticket, redeem_ticket
from knowledge.models import KnowledgeEntry
from providers.models import Provider
from providers.services import make_provider
from querying.models import AnalyticsQuery, DataSource, DataSourceAccess
from tests.api import send, with_key
from tests.conversations.people import answer_of, ask, make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def actor() -> Actor:
    return make_actor(role=Role.OWNER)


def holdings(slug: str) -> dict[str, Any]:
    """An organization's things, one of each kind that the API names by id."""
    owner = make_actor(slug, email=f"ann@{slug}.example", role=Role.OWNER)
    organization = Organization.objects.get(slug=slug)
    source = DataSource.objects.create(name=f"Source {slug}")
    DataSourceAccess.objects.create(source=source, organization=organization)
    entry = KnowledgeEntry.objects.create(
        organization=organization, source=source, title=f"Secret {slug}", text="x"
    )
    query = AnalyticsQuery.objects.create(
        organization=organization,
        user_id=owner.user_id,
        source=source,
        purpose="chat",
        question=f"Secret {slug}",
        sql="SELECT 1",
        status="success",
        generated_by="planner",
    )
    provider = make_provider(
        f"Secret {slug}", organization=organization, kind="openai", model="m", key="sk-secret"
    )
    key, _text = make_key(owner, name=f"Secret {slug}", scopes=["read"])
    return {"owner": owner, "queries": query, "config": provider, "keys": key, "entries": entry}


def test_another_organizations_anything_is_not_there(actor: Actor) -> None:
    theirs = holdings("south")
    mine = with_key(actor)
    walked = set()
    for pattern in get_resolver("copilot_site.api_urls").url_patterns:
        address = str(pattern.pattern).removeprefix("v1/")
        if "pk" not in address:
            if str(pattern.pattern).startswith("v1/") and address not in (
                "auth/token/",
                "auth/token/refresh/",
            ):
                answer = mine.get(f"/api/v1/{address}")
                assert "Secret south" not in answer.content.decode(), address
            continue
        kind = next((name for name in ("queries", "config", "keys", "entries") if name in address), "entries")
        walked.add(kind)
        place = address.replace("<int:pk>", str(theirs[kind].pk)).replace("<uuid:pk>", str(theirs[kind].pk))
        for method in ("GET", "PUT", "POST", "DELETE"):
            status, said = send(mine, method, place, {})
            assert status in (404, 405), (method, place, said)
    assert walked == {"queries", "config", "keys", "entries"}
    assert Provider.objects.filter(pk=theirs["config"].pk).exists()
    assert ApiKey.objects.get(pk=theirs["keys"].pk).revoked_at is None


def test_a_key_works_until_it_is_revoked_expired_or_its_person_leaves(actor: Actor) -> None:
    key, text = make_key(actor, name="Test", scopes=["read"])
    client = Client(headers={"Authorization": f"Api-Key {text}"})
    assert send(client, "GET", "queries")[0] == 200
    assert text not in str(ApiKey.objects.values().get())
    assert send(client, "POST", "chatbot/query", {"text": "x"})[0] == 403
    ApiKey.objects.update(expires_at=timezone.now())
    assert send(client, "GET", "queries")[0] == 401
    ApiKey.objects.update(expires_at=None)
    revoke_key(actor, key=key)
    assert send(client, "GET", "queries")[0] == 401
    other = with_key(actor)
    Membership.objects.all().delete()
    assert send(other, "GET", "queries")[0] == 404


def test_tokens_are_for_members_and_a_refresh_token_works_once(actor: Actor) -> None:
    signed_out = Client()
    given = {"email": actor.email, "password": "correct horse"}
    assert send(signed_out, "POST", "auth/token/", given | {"password": "wrong"})[0] == 401
    assert send(signed_out, "POST", "auth/token/", given | {"organization": "south"})[0] == 401
    status, tokens = send(signed_out, "POST", "auth/token/", given)
    assert status == 200
    client = Client(headers={"Authorization": f"Bearer {tokens['access']}"})
    assert send(client, "GET", "chatbot/history")[0] == 200
    assert send(signed_out, "POST", "auth/token/refresh/", {"refresh": tokens["refresh"]})[0] == 200
    assert send(signed_out, "POST", "auth/token/refresh/", {"refresh": tokens["refresh"]})[0] == 401
    Membership.objects.all().delete()
    assert send(client, "GET", "chatbot/history")[0] == 404


def test_guessing_passwords_is_slowed_down(settings: Any) -> None:
    settings.API_SIGN_INS_A_MINUTE = 0
    answer = Client().post("/api/v1/auth/token/", {}, content_type="application/json")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_a_key_has_an_allowance(actor: Actor, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 0
    assert send(with_key(actor), "GET", "queries")[1]["code"] == "rate.exceeded"


def test_a_session_writes_only_with_its_csrf_token(actor: Actor) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=actor.user_id))
    assert send(client, "GET", "queries")[0] == 200
    assert send(client, "POST", "chatbot/tickets")[0] == 403
    assert not Conversation.objects.exists()


def test_who_is_nobody_gets_nothing() -> None:
    assert send(Client(), "GET", "queries")[0] == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"text": "a\\u0000"}', 400),
        (b'{"text": "\\ud800"}', 400),
        (b"[" * 100_000, 400),
        (b'{"text": ' + b"9" * 5000 + b"}", 400),
        (b'"' + b"x" * 300_000 + b'"', 413),
        (b"\xff", 400),
        (b"[]", 400),
    ],
)
def test_bodies_that_make_no_sense_are_problems(actor: Actor, body: bytes, status: int) -> None:
    answer = with_key(actor).generic("POST", "/api/v1/chatbot/query", body, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_methods_and_media_types_are_told_apart(actor: Actor) -> None:
    client = with_key(actor)
    assert send(client, "DELETE", "chatbot/query")[0] == 405
    assert client.post("/api/v1/chatbot/query", {"text": "x"}).status_code == 415
    assert send(client, "GET", "no/such/place")[0] == 404


def test_a_question_is_answered_rated_and_remembered(actor: Actor) -> None:
    client = with_key(actor)
    status, said = send(client, "POST", "chatbot/query", {"text": "How many?"})
    assert status == 200
    assert set(said) == {
        *("query_id", "response_text", "structured_data"),
        *("confidence", "processing_time", "suggested_actions"),
    }
    rated = {"query_id": said["query_id"], "rating": 4}
    assert send(client, "POST", "chatbot/feedback", rated)[1]["status"] == "received"
    assert send(client, "POST", "chatbot/feedback", rated | {"rating": 6})[1]["errors"].keys() == {"rating"}
    past = send(client, "GET", "chatbot/history")[1]
    assert [past["total"], past["queries"][0]["query_id"]] == [1, said["query_id"]]
    stranger = with_key(make_actor("south", email="bob@south.example"))
    assert send(stranger, "POST", "chatbot/feedback", rated)[0] == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_history_takes_as_many_queries_for_three_as_for_one(
    actor: Actor, rows: int, django_assert_max_num_queries: Any
) -> None:
    client = with_key(actor)
    for _number in range(rows):
        turn = ask(
            actor, Conversation.objects.create(organization_id=actor.organization_id, owner_id=actor.user_id)
        )
        type(answer_of(turn)).objects.filter(turn=turn).update(status="completed")
    with django_assert_max_num_queries(5):
        assert len(send(client, "GET", "chatbot/history")[1]["queries"]) == rows


def test_a_provider_never_gives_its_key_back_nor_takes_it_elsewhere(actor: Actor) -> None:
    client = with_key(actor)
    wanted = {"name": "Mine", "type": "openai", "model": "m", "key": "sk-secret"}
    status, made = send(client, "POST", "chatbot/config", wanted)
    assert (status, made["has_key"], "key" in made) == (201, True, False)
    place = f"chatbot/config/{made['id']}"
    moved = {"name": "Mine", "type": "openai", "model": "m", "endpoint": "http://127.0.0.1:1/"}
    assert send(client, "PUT", place, moved)[1]["errors"].keys() == {"key"}
    assert send(with_key(make_actor(email="cid@north.example")), "GET", "chatbot/config")[0] == 403
    assert send(client, "DELETE", place)[0] == 204
    assert not Provider.objects.exists()


def test_a_ticket_works_once(actor: Actor) -> None:
    ticket = issue_ticket(actor)
    membership = redeem_ticket(ticket)
    assert membership is not None
    assert membership.user_id == actor.user_id
    assert redeem_ticket(ticket) is None


def test_the_schema_is_whole() -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=io.StringIO())


def test_the_documentation_loads_nothing_from_elsewhere(client: Client) -> None:
    answer = client.get("/api/docs/")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "script-src 'self';" in policy + ";"
    assert "https://" not in answer.content.decode()
