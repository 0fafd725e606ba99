"""The pages of segments and campaigns: who may open what, and what a click does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from campaigns.models import Campaign, Segment
from tests.querying.conftest import member

SEGMENT_PAGES = ("segment", "segment_facts", "segment_people", "segment_export")
CAMPAIGN_PAGES = (
    "campaign",
    "campaign_state",
    "campaign_deliveries",
    "campaign_preview",
    "campaign_edit",
)
SEGMENT_ACTS = ("segment_refresh", "segment_edit", "segment_delete")
CAMPAIGN_ACTS = ("campaign_schedule", "campaign_duplicate", "campaign_delete")


def sign_in(client: Client, actor: Actor) -> Client:
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(name: str, *arguments: object) -> str:
    return reverse(f"campaigns:{name}", args=arguments)


def test_every_page_opens_and_holds_nothing_inline(client, manager, segment, campaign):
    sign_in(client, manager)
    addresses = [url(name) for name in ("segments", "campaigns", "campaign_new", "outbox")]
    addresses += [url(name, segment.pk) for name in SEGMENT_PAGES]
    addresses += [url(name, campaign.pk) for name in CAMPAIGN_PAGES]
    for address in addresses:
        answer = client.get(address)
        page = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200, address
        assert b"style=" not in page, address
        assert b"onclick=" not in page, address
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["segments", "campaigns", "campaign_new", "outbox"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client, db, name):
    answer = client.get(url(name))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={url(name)}")


def test_another_organizations_things_are_not_there(client, stranger, segment, campaign):
    sign_in(client, stranger)
    for name in SEGMENT_PAGES:
        assert client.get(url(name, segment.pk)).status_code == 404, name
    for name in CAMPAIGN_PAGES:
        assert client.get(url(name, campaign.pk)).status_code == 404, name
    for name in SEGMENT_ACTS:
        assert client.post(url(name, segment.pk), {"name": "Mine", "every": "never"}).status_code == 404, name
    for name in CAMPAIGN_ACTS:
        assert client.post(url(name, campaign.pk), {"at": "2030-01-01T09:00"}).status_code == 404, name
    for act in ("send", "unschedule", "pause", "resume", "cancel", "test"):
        assert client.post(url("campaign_act", campaign.pk, act)).status_code == 404, act
    for name in ("segments", "campaigns", "campaign_new", "outbox"):
        page = client.get(url(name)).content.decode()
        assert "All (20)" not in page
        assert segment.name not in page.split("<main")[1].replace("All segments", "")
    assert Segment.objects.get().name == "All"
    assert Campaign.objects.get().status == "draft"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.USER, Role.SUPPORT])
def test_too_low_a_role_is_told_so_and_does_nothing(client, north, segment, campaign, role):
    sign_in(client, member(north, role))
    pages = [url("campaigns"), url("campaign_new"), url("outbox"), url("campaign", campaign.pk)]
    if role == Role.VIEWER:
        pages += [url("segments"), url("segment", segment.pk)]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert str(role.label) in answer.content.decode()
    assert client.post(url("campaign_act", campaign.pk, "send")).status_code == 403
    assert client.post(url("campaign_new"), {"name": "Mine"}).status_code == 403
    menu = client.get("/chat/").content.decode()
    assert (url("segments") in menu, url("campaigns") in menu) == (role != Role.VIEWER, False)
    assert Campaign.objects.get().status == "draft"
