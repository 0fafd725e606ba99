"""Drafts and what is done with them in the pages: the form, its preview, sending, pausing, the outbox."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Organization
from accounts.roles import Role
from campaigns import services, tasks
from campaigns.delivering import deliver
from campaigns.models import Campaign, Delivery
from tests.campaigns.conftest import start
from tests.campaigns.signing_in import sign_in, url
from tests.querying.conftest import member


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path):
    settings.OUTBOX = tmp_path
    return tmp_path


@pytest.fixture
def page(client, manager):
    """The manager's browser."""
    return sign_in(client, manager)


def filled(segment, **changes):
    return {
        "name": "Win back",
        "segment": segment.pk,
        "subject": "Hello {{ first_name }}",
        "preheader": "News",
        "body": "We miss you.",
        "cta_text": "Look",
        "cta_url": "https://example.com/offer",
    } | changes


def test_the_form_makes_a_draft_of_what_is_in_it(page, segment):
    answer = page.get(url("campaign_new"), {"segment": segment.pk}).content.decode()
    assert f'<option value="{segment.pk}" selected>All (20)</option>' in answer
    page.post(url("campaign_new"), filled(segment))
    made = Campaign.objects.get()
    assert (made.name, made.status, made.segment, made.content["cta_url"]) == (
        "Win back",
        "draft",
        segment,
        "https://example.com/offer",
    )


WRONG = (
    ("name", " ", "Give it a name."),
    ("name", "x" * 201, "at most 200"),
    ("segment", "", "Choose whom it is for."),
    ("segment", "999999", "no longer there"),
    ("segment", "x", "no longer there"),
    ("subject", "Hello {{ surname }}", "There is no variable surname"),
    ("subject", "a\r\nBcc: all@example.com", "a character in it"),
    ("body", "{% include 'x' %}", "A variable is written like this"),
    ("body", "x" * 20_001, "At most 20000"),
    ("cta_url", "javascript:alert(1)", "Give a full address"),
)


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(page, segment):
    for field, value, said in WRONG:
        given = {**filled(segment), "preheader": "Kept <b>words</b>", field: value}
        answer = page.post(url("campaign_new"), given)
        text = answer.content.decode()
        assert answer.status_code == 422, (field, value)
        assert said in text.split(f'id="error-{field}"')[1][:300], (field, value)
        assert "Kept &lt;b&gt;words&lt;/b&gt;" in text
    assert not Campaign.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_draft(page, segment):
    given = filled(segment, form_id="0c9a2f5e-9d34-4a55-8d3f-0e7a3f3c1d11")
    assert page.post(url("campaign_new"), {**given, "subject": "{{ x }}"}).status_code == 422
    first, second = (page.post(url("campaign_new"), given) for _time in range(2))
    made = Campaign.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == url("campaign", made.pk)


def test_a_draft_is_changed_and_nothing_else(page, manager, segment, campaign):
    assert "Hello {{ first_name }}" in page.get(url("campaign_edit", campaign.pk)).content.decode()
    page.post(url("campaign_edit", campaign.pk), filled(segment, name="Changed"))
    campaign.refresh_from_db()
    assert (campaign.name, campaign.content["preheader"]) == ("Changed", "News")
    start(manager, campaign)
    answer = page.post(url("campaign_edit", campaign.pk), filled(segment, name="Too late"), follow=True)
    campaign.refresh_from_db()
    assert (campaign.name, b"Only a draft" in answer.content) == ("Changed", True)


def test_another_organizations_segment_can_not_be_chosen(client, stranger, segment):
    answer = sign_in(client, stranger).post(url("campaign_new"), filled(segment))
    assert (answer.status_code, Campaign.objects.count()) == (422, 0)
    seen = client.post(url("draft_preview"), filled(segment)).content.decode()
    assert "First2" not in seen


def test_the_preview_is_of_the_form_as_it_stands(page, client, north, segment):
    assert "Hello ***" in page.post(url("draft_preview"), filled(segment)).content.decode()
    assert (
        "There is no variable"
        in page.post(url("draft_preview"), filled(segment, body="{{ x }}")).content.decode()
    )
    admin = sign_in(client, member(north, Role.ADMIN))
    shown = admin.post(url("draft_preview"), filled(segment)).content.decode()
    assert "Hello First10" in shown
    frame = shown.split('src="')[1].split('"')[0]
    html = admin.get(frame)
    assert "We miss you." in html.content.decode()
    policy = html.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    assert html.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert sign_in(client, member(north, Role.MANAGER)).get(frame).status_code == 404  # somebody else's


def test_a_campaign_is_sent_once_however_often_it_is_clicked(page, campaign):
    for _click in range(2):
        answer = page.post(url("campaign_act", campaign.pk, "send"), follow=True)
    assert b"This can&#x27;t be done" in answer.content
    assert tasks.start_due_campaigns() == 1
    answer = page.post(url("campaign_act", campaign.pk, "send"), follow=True)
    assert b"This can&#x27;t be done" in answer.content
    assert Delivery.objects.count() == 20


def test_a_campaign_is_paused_while_sending_resumed_and_watched(page, manager, campaign):
    start(manager, campaign)
    state = url("campaign_state", campaign.pk)
    assert "every 2s" in page.get(state, {"seen": "sending"}).content.decode()
    answer = page.post(url("campaign_act", campaign.pk, "pause"), follow=True).content.decode()
    assert "What was on its way is sent" in answer
    assert deliver(campaign.pk, lanes=1) == 0
    paused = page.get(state, {"seen": "sending"})
    assert "campaign-changed" in paused.headers["HX-Trigger"]
    assert "The campaign is now: Paused." in paused.content.decode()
    assert "every 2s" not in paused.content.decode()
    page.post(url("campaign_act", campaign.pk, "resume"))
    assert deliver(campaign.pk, lanes=1) == 20
    assert services.finish_campaign(campaign.pk)
    sent = page.get(state, {"seen": "sending"}).content.decode()
    assert '<dd id="count-sent">20</dd>' in sent
    again = page.post(url("campaign_act", campaign.pk, "pause"), follow=True)
    assert b"This can&#x27;t be done" in again.content


def test_why_people_were_not_written_to_is_counted(page, manager, campaign):
    start(manager, campaign)
    some = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk__in=list(some.values_list("pk", flat=True)[:3])).update(
        status="skipped", reason="no_address"
    )
    text = page.get(url("campaign_state", campaign.pk)).content.decode()
    assert "No address (3)" in text


def test_a_campaign_is_scheduled_on_the_organizations_clock(page, campaign, north):
    Organization.objects.update(time_zone="America/New_York")
    day = timezone.now() + dt.timedelta(days=30)
    page.post(url("campaign_schedule", campaign.pk), {"at": f"{day:%Y-%m-%d}T09:30"})
    campaign.refresh_from_db()
    assert campaign.scheduled_at.astimezone(dt.UTC).hour in (13, 14)
    assert "09:30 (America/New_York)" in page.get(url("campaign", campaign.pk)).content.decode()
    page.post(url("campaign_act", campaign.pk, "unschedule"))
    for wrong in ("", "soon", "2020-01-01T09:00", "9999-12-31T23:59"):
        answer = page.post(url("campaign_schedule", campaign.pk), {"at": wrong}, follow=True)
        assert b'class="notice bad"' in answer.content, wrong
    campaign.refresh_from_db()
    assert campaign.status == "draft"


def test_a_draft_is_duplicated_and_deleted_and_a_sent_one_stays(page, manager, campaign):
    page.post(url("campaign_duplicate", campaign.pk))
    copy = Campaign.objects.exclude(pk=campaign.pk).get()
    page.post(url("campaign_delete", copy.pk))
    assert list(Campaign.objects.all()) == [campaign]
    start(manager, campaign)
    answer = page.post(url("campaign_delete", campaign.pk), follow=True)
    assert b"Only a draft" in answer.content


def test_the_outbox_shows_what_was_written_to_who_may_see_it(
    page, client, manager, north, stranger, campaign
):
    page.post(url("campaign_act", campaign.pk, "test"))
    start(manager, campaign)
    deliver(campaign.pk, lanes=1)
    listed = page.get(url("outbox")).content.decode()
    assert "21 e-mails" in listed
    assert "@example.com" not in listed
    name = f"{Delivery.objects.order_by('pk').first().pk}.eml"
    message, frame = url("outbox_message", campaign.pk, name), url("outbox_frame", campaign.pk, name)
    assert page.get(message).status_code == 403
    sign_in(client, member(north, Role.ADMIN))
    assert "person10@example.com" in client.get(url("outbox")).content.decode()
    assert "Hello First10" in client.get(message).content.decode()
    assert "We miss you, First10." in client.get(frame).content.decode()
    for strange in ("..%2f..%2fsecrets.json", "1.eml", "x"):
        assert client.get(f"/campaigns/outbox/{campaign.pk}/{strange}/").status_code == 404, strange
    sign_in(client, stranger)
    assert "Hello" not in client.get(url("outbox"), {"campaign": campaign.pk}).content.decode()
    assert client.get(message).status_code == client.get(frame).status_code == 404


def test_a_failure_is_told_in_a_sentence(page, campaign, segment):
    segment.sql = "SELECT nothing FROM people"
    segment.save()
    page.post(url("campaign_act", campaign.pk, "send"))
    assert tasks.start_due_campaigns() == 0
    text = page.get(url("campaign", campaign.pk)).content.decode()
    assert "The segment could not be refreshed" in text
    assert "Back to draft" in text
