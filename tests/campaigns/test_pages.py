"""The pages of segments and campaigns: who may open what, and what a click does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from campaigns import services
from campaigns.models import Campaign, Delivery, Segment
from tests.campaigns.conftest import CLOCK, CONTENT, EVERYBODY, start
from tests.campaigns.signing_in import sign_in, url
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


def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_page(client, db):
    assert client.get(url("segments"), headers={"HX-Request": "true"}).status_code == 401


def test_another_organizations_things_are_not_there(client, stranger, segment, campaign):
    Segment.objects.update(name="Zanzibar people")
    Campaign.objects.update(name="Zanzibar news")
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
        page = client.get(url(name), {"q": "Zanzibar"} if name != "campaign_new" else {}).content.decode()
        assert "Zanzibar people" not in page, name
        assert "Zanzibar news" not in page, name
    assert Segment.objects.get().name == "Zanzibar people"
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


def test_the_menu_leads_to_what_the_role_opens(client, north):
    sign_in(client, member(north, Role.MANAGER))
    menu = client.get("/chat/").content.decode()
    assert url("segments") in menu
    assert url("campaigns") in menu


def test_nothing_is_done_without_the_pages_token(manager, segment, campaign):
    client = sign_in(Client(enforce_csrf_checks=True), manager)
    acts = [url(name, segment.pk) for name in SEGMENT_ACTS] + [
        url(name, campaign.pk) for name in CAMPAIGN_ACTS
    ]
    acts += [url("campaign_act", campaign.pk, "send"), url("campaign_new"), url("draft_preview")]
    for address in acts:
        assert client.post(address, {"name": "x"}).status_code == 403, address
    assert Campaign.objects.get().status == "draft"
    assert Segment.objects.get().name == "All"


def test_what_is_done_is_done_by_posting_alone(client, manager, segment, campaign):
    sign_in(client, manager)
    acts = [url(name, segment.pk) for name in SEGMENT_ACTS] + [
        url(name, campaign.pk) for name in CAMPAIGN_ACTS
    ]
    for address in [*acts, url("campaign_act", campaign.pk, "send"), url("draft_preview")]:
        assert client.get(address).status_code == 405, address


def test_lists_ask_the_database_the_same_whatever_their_length(client, manager, club):
    sign_in(client, manager)
    asked = {}
    for number in (1, 2, 3):
        segment = services.create_segment(
            manager, source=club, name=f"All {number}", sql=EVERYBODY, clock=CLOCK
        )
        services.create_campaign(manager, name=f"Hello {number}", segment=segment, content=CONTENT)
        for name in ("segments", "campaigns"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url(name)).content.count(b"<tr>") == number + 1
            # Person, membership, organization, how many there are, those of the page, their counts.
            assert asked.setdefault(name, len(queries)) == len(queries) <= 6


def test_a_list_is_searched(client, manager, segment, campaign):
    sign_in(client, manager)
    for name, text in (("segments", "all"), ("campaigns", "hello"), ("campaigns", "ALL")):
        assert b"<tr>" in client.get(url(name), {"q": text}).content
        missed = client.get(url(name), {"q": "<b>nobody</b>"}).content
        assert b"<tr>" not in missed
        assert b"&lt;b&gt;nobody&lt;/b&gt;" in missed


def test_an_empty_list_says_what_to_do(client, manager):
    sign_in(client, manager)
    assert b"Ask for a segment" in client.get(url("segments")).content
    assert b"First, a segment" in client.get(url("campaigns")).content
    assert b"Nothing written yet" in client.get(url("outbox")).content


def test_people_are_shown_as_far_as_the_role_sees(client, north, segment):
    sign_in(client, member(north, Role.MANAGER))
    hidden = client.get(url("segment_people", segment.pk)).content.decode()
    assert (hidden.count("***"), "@example.com" in hidden) == (20, False)
    sign_in(client, member(north, Role.ADMIN))
    shown = client.get(url("segment_people", segment.pk)).content.decode()
    assert "person2@example.com" in shown
    assert "person1@example.com" not in shown  # the other organization's


def test_a_segment_is_edited_refreshed_exported_and_deleted(client, manager, segment):
    sign_in(client, manager)
    edited = {"name": "Everybody", "description": "All of them", "every": "day"}
    assert client.post(url("segment_edit", segment.pk), edited, follow=True).status_code == 200
    segment.refresh_from_db()
    assert (segment.name, segment.refresh_every, segment.next_refresh_at is None) == (
        "Everybody",
        "day",
        False,
    )
    page = client.post(url("segment_edit", segment.pk), {**edited, "name": " "}, follow=True)
    assert b"Give a name" in page.content
    page = client.post(
        url("segment_edit", segment.pk), {**edited, "name": "Other", "every": "x"}, follow=True
    )
    segment.refresh_from_db()
    assert (segment.name, b"no such schedule" in page.content) == ("Everybody", True)
    assert b"Refreshed." in client.post(url("segment_refresh", segment.pk), follow=True).content
    export = client.get(url("segment_export", segment.pk))
    lines = b"".join(export).decode().split()
    assert (lines[0], len(lines), export.headers["Content-Disposition"][:10]) == (
        "people.id",
        21,
        "attachment",
    )
    assert b"is deleted" in client.post(url("segment_delete", segment.pk), follow=True).content
    assert not Segment.objects.exists()


def test_a_segment_with_campaigns_is_not_deleted(client, manager, segment, campaign):
    sign_in(client, manager)
    answer = client.post(url("segment_delete", segment.pk), follow=True)
    assert b"can&#x27;t be deleted" in answer.content
    assert Segment.objects.exists()


def test_a_refusal_of_a_refresh_is_told_and_the_people_are_kept(client, manager, segment):
    Segment.objects.update(sql="SELECT nothing FROM people")
    page = sign_in(client, manager).post(url("segment_refresh", segment.pk), follow=True).content.decode()
    assert "The people of the last refresh are kept." in page
    assert Segment.objects.get().members.count() == 20


def test_deliveries_come_by_the_page_and_by_state(client, manager, campaign):
    start(manager, campaign)
    sample = Delivery.objects.order_by("pk").first()
    Delivery.objects.bulk_create(
        Delivery(campaign=campaign, person_key=f"more{number:03}") for number in range(60)
    )
    Delivery.objects.filter(pk=sample.pk).update(status="skipped", reason="no_address")
    sign_in(client, manager)
    address = url("campaign_deliveries", campaign.pk)
    page = client.get(address).content.decode()
    assert page.count('scope="row"') == 50
    after = page.split("after=")[1].split('"')[0]
    assert client.get(address, {"after": after}).content.decode().count('scope="row"') == 30
    skipped = client.get(address, {"status": "skipped"}).content.decode()
    assert (skipped.count('scope="row"'), "No address" in skipped) == (1, True)
    for strange in ({"after": "x"}, {"after": "9" * 40}, {"status": "x"}, {"after": "-1"}):
        assert client.get(address, strange).status_code == 200, strange
