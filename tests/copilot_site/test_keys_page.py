"""The page of API keys: a key is shown once, works as its owner does, and ends when it is revoked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.actor import Actor
from accounts.api_keys import make_key
from accounts.models import ApiKey, AuditEntry, Membership, User
from accounts.roles import Role
from tests.api import send
from tests.conversations.people import make_actor

pytestmark = pytest.mark.django_db
WANTED = {"name": "Nightly report", "scopes": ["ask", "read"], "days": "30"}


@pytest.fixture
def actor() -> Actor:
    return make_actor(role=Role.OWNER)


def page_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def made_on(client: Client, wanted: dict[str, Any] = WANTED) -> str:
    """The text of a key made on the page."""
    answer = client.post("/keys/", wanted)
    assert "no-store" in answer.headers["Cache-Control"]
    found = re.search(r'id="made"[^>]*>(ic_[^<]+)<', answer.content.decode())
    assert found, answer.content.decode()
    return found.group(1)


def test_a_key_is_shown_once_works_and_is_revoked(actor: Actor) -> None:
    page = page_of(actor)
    text = made_on(page)
    key = ApiKey.objects.get()
    shown = page.get("/keys/").content.decode()
    assert text not in shown
    assert key.prefix in shown
    assert text not in str(ApiKey.objects.values().get())
    program = Client(headers={"Authorization": f"Api-Key {text}"})
    assert send(program, "GET", "queries")[0] == 200
    key.refresh_from_db()
    assert key.last_used_at is not None
    page.post(f"/keys/{key.pk}/revoke/")
    assert send(program, "GET", "queries")[0] == 401
    said = list(AuditEntry.objects.values_list("action", flat=True)[:2])
    assert said == ["api_key.revoked", "api_key.made"]


def test_a_key_loses_what_its_owner_loses(actor: Actor) -> None:
    program = Client(headers={"Authorization": f"Api-Key {made_on(page_of(actor), WANTED | {'days': ''})}"})
    assert send(program, "GET", "campaigns")[0] == 200
    Membership.objects.filter(user=actor.user_id).update(role=Role.SUPPORT)
    assert send(program, "GET", "campaigns")[0] == 403
    User.objects.filter(pk=actor.user_id).update(is_active=False)
    assert send(program, "GET", "queries")[0] == 401


@pytest.mark.parametrize("change", [{"name": ""}, {"scopes": []}, {"scopes": ["root"]}, {"days": "9"}])
def test_what_is_no_key_is_told_on_the_page(actor: Actor, change: dict[str, Any]) -> None:
    assert page_of(actor).post("/keys/", WANTED | change).status_code == 400
    assert not ApiKey.objects.exists()


def test_nobody_elses_key_is_seen_or_revoked_but_staff_revoke_their_organizations(actor: Actor) -> None:
    key, _text = make_key(actor, name="Hidden", scopes=["read"])
    for other in (make_actor(email="bob@north.example"), make_actor("south", email="cid@south.example")):
        page = page_of(other)
        assert "Hidden" not in page.get("/keys/").content.decode()
        assert page.post(f"/keys/{key.pk}/revoke/").status_code == 404
    User.objects.update(is_staff=True)
    chosen = {"action": "revoke_selected", "_selected_action": [key.pk]}
    stranger = page_of(make_actor("south", email="dan@south.example", role=Role.OWNER))
    User.objects.update(is_staff=True)
    stranger.post("/admin/accounts/apikey/", chosen)
    assert ApiKey.objects.get().revoked_at is None
    page_of(actor).post("/admin/accounts/apikey/", chosen)
    assert ApiKey.objects.get().revoked_at is not None
