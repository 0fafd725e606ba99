"""Campaigns over the API: from a draft to what was sent, by managers alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organization
from accounts.roles import Role
from campaigns import services
from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, Segment
from tests.api import send, with_key
from tests.campaigns.conftest import CONTENT
from tests.querying.conftest import member

ACTIONS = ("send", "unschedule", "pause", "resume", "cancel", "duplicate")


def test_a_draft_is_made_changed_scheduled_and_made_a_draft_again(manager: Actor, segment: Segment) -> None:
    client = with_key(manager)
    wanted: dict[str, Any] = {"name": "Hello", "segment": segment.pk, "content": CONTENT}
    status, made = send(client, "POST", "campaigns", wanted)
    assert (status, made["status"], made["channel"]) == (201, "draft", "email")
    assert made["content"] == CONTENT | {"preheader": "", "cta_text": "", "cta_url": ""}
    place = f"campaigns/{made['id']}"
    assert send(client, "GET", place) == (200, made)
    wanted["content"] = CONTENT | {"subject": "Come back"}
    assert send(client, "PUT", place, wanted)[1]["content"]["subject"] == "Come back"
    at = (timezone.now() + dt.timedelta(hours=2)).replace(microsecond=0)
    scheduled = send(client, "POST", f"{place}/schedule", {"at": at.isoformat()})[1]
    assert scheduled["status"] == "scheduled"
    assert dt.datetime.fromisoformat(scheduled["scheduled_at"]) == at
    status, said = send(client, "PUT", place, wanted)
    assert (status, said["code"]) == (409, "campaign.state")
    assert send(client, "POST", f"{place}/unschedule")[1]["status"] == "draft"
    assert send(client, "DELETE", place) == (204, None)


def test_a_moment_without_an_offset_is_the_organizations(
    manager: Actor, campaign: Campaign, north: Organization
) -> None:
    Organization.objects.filter(pk=north.pk).update(time_zone="Asia/Tokyo")
    day = (timezone.now() + dt.timedelta(days=3)).date()
    said = send(with_key(manager), "POST", f"campaigns/{campaign.pk}/schedule", {"at": f"{day}T09:00:00"})[1]
    assert dt.datetime.fromisoformat(said["scheduled_at"]).astimezone(dt.UTC) == dt.datetime.combine(
        day, dt.time(), dt.UTC
    )


@pytest.mark.parametrize(
    "at", ["2020-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "soon", None]
)
def test_a_moment_that_can_not_be_is_refused(manager: Actor, campaign: Campaign, at: str | None) -> None:
    assert send(with_key(manager), "POST", f"campaigns/{campaign.pk}/schedule", {"at": at})[0] == 400


def test_it_is_sent_paused_resumed_and_cancelled(manager: Actor, campaign: Campaign) -> None:
    client, place = with_key(manager), f"campaigns/{campaign.pk}"
    assert send(client, "POST", f"{place}/send")[1]["status"] == "scheduled"
    assert services.start_campaign(campaign.pk)
    for step, status in (("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")):
        assert send(client, "POST", f"{place}/{step}")[1]["status"] == status
    told = send(client, "GET", f"{place}/analytics")[1]
    assert told == {
        **dict.fromkeys(("pending", "sent", "failed", "skipped", "in_doubt", "unsubscribed"), 0),
        "people": 20,
        "cancelled": 20,
        "reasons": {},
    }
    copy = send(client, "POST", f"{place}/duplicate")
    assert (copy[0], copy[1]["status"], copy[1]["name"]) == (201, "draft", "Hello (copy)")


def test_what_is_wrong_with_the_content_is_told_by_field(manager: Actor, segment: Segment) -> None:
    client = with_key(manager)
    wanted: dict[str, Any] = {"name": "x", "segment": segment.pk, "content": {"cta_url": "javascript:1"}}
    status, said = send(client, "POST", "campaigns", wanted)
    assert (status, said["code"], list(said["errors"])) == (400, "content.invalid", ["cta_url"])
    made = send(client, "POST", "campaigns", wanted | {"content": {}})[1]
    assert list(send(client, "POST", f"campaigns/{made['id']}/send")[1]["errors"]) == ["subject"]
    assert Campaign.objects.get().status == CampaignStatus.DRAFT


def test_campaigns_are_managers(north: Organization, stranger: Actor, campaign: Campaign) -> None:
    support, south = with_key(member(north, Role.SUPPORT)), with_key(stranger)
    assert send(support, "GET", "campaigns")[0] == 403
    assert send(south, "GET", "campaigns")[1]["results"] == []
    for step in ACTIONS:
        assert send(support, "POST", f"campaigns/{campaign.pk}/{step}")[0] == 403
        assert send(south, "POST", f"campaigns/{campaign.pk}/{step}")[0] == 404
    other = {"name": "x", "segment": campaign.segment_id, "content": CONTENT}
    assert list(send(south, "POST", "campaigns", other)[1]["errors"]) == ["segment"]
    assert Campaign.objects.get().status == CampaignStatus.DRAFT


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    manager: Actor, segment: Segment, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        services.create_campaign(manager, name=f"C{number}", segment=segment, content=CONTENT)
    client = with_key(manager)
    with django_assert_num_queries(4):
        assert len(send(client, "GET", "campaigns")[1]["results"]) == rows
