"""Sending: to everybody once, whatever happens on the way; what may have happened is listed."""

import datetime as dt
import uuid
from collections import Counter

import psycopg
import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from campaigns import claims, services, tasks
from campaigns.addresses import hash_of
from campaigns.delivering import deliver
from campaigns.enums import CampaignStatus, DeliveryStatus, Reason, SuppressionReason
from campaigns.errors import NotAllowed, NotFound
from campaigns.models import Campaign, Delivery, Suppression
from campaigns.transports import TRANSPORTS, smtp
from campaigns.unsubscribing import unsubscribe_url
from tests.campaigns.conftest import start
from tests.querying.conftest import member

EVERYBODY = {f"person{number}@example.com": 1 for number in range(2, 41, 2)}


def statuses(campaign):
    rows = Delivery.objects.filter(campaign=campaign).values_list("person_key", "status", "reason")
    return {f"person{key}@example.com": (status, reason) for key, status, reason in rows}


def expire(campaign):
    Delivery.objects.filter(campaign=campaign, status="claimed").update(
        lease_expires_at=timezone.now() - dt.timedelta(hours=1)
    )


def test_everybody_gets_one_message_in_their_language(manager, campaign, mail_server):
    start(manager, campaign)
    assert deliver(campaign.pk, lanes=1) == 20
    assert mail_server.counts() == EVERYBODY
    assert mail_server.connections == 1
    message = mail_server.message_to("person4@example.com")
    assert message["Subject"] == "Hello First4"
    assert "Se désabonner" in message.get_body(("plain",)).get_content()
    assert "Unsubscribe" in mail_server.message_to("person2@example.com").get_body(("plain",)).get_content()
    assert services.finish_campaign(campaign.pk)
    assert deliver(campaign.pk, lanes=1) == 0
    progress = services.progress(campaign)
    assert (progress.people, progress.sent, progress.pending) == (20, 20, 0)
    campaign.refresh_from_db()
    assert campaign.status == CampaignStatus.SENT


@pytest.mark.parametrize("pipelines", [False, True])
def test_refusals_end_and_delays_are_tried_again(manager, campaign, mail_server, pipelines):
    mail_server.pipelines = pipelines
    mail_server.answers = {
        "person2@example.com": ["550 no such user"],
        "person4@example.com": ["451 later"],
        "person6@example.com": ["451 later"] * 9,
    }
    start(manager, campaign)
    assert deliver(campaign.pk, lanes=1) == 17
    found = statuses(campaign)
    assert found["person2@example.com"] == (DeliveryStatus.FAILED, Reason.REFUSED)
    assert found["person4@example.com"] == (DeliveryStatus.PENDING, "")
    assert deliver(campaign.pk, lanes=1) == 0
    assert not services.finish_campaign(campaign.pk)
    for _attempt in range(5):
        Delivery.objects.filter(campaign=campaign).update(next_attempt_at=None)
        deliver(campaign.pk, lanes=1)
    found = statuses(campaign)
    assert found["person4@example.com"] == (DeliveryStatus.SENT, "")
    assert found["person6@example.com"] == (DeliveryStatus.FAILED, Reason.GAVE_UP)
    assert set(mail_server.counts().values()) == {1}
    assert mail_server.empty == (7 if pipelines else 0)
    assert services.finish_campaign(campaign.pk)


def test_a_line_cut_before_the_answer_is_in_doubt_and_not_sent_again(manager, campaign, mail_server):
    mail_server.hangs_up_on = {"person6@example.com"}
    start(manager, campaign)
    deliver(campaign.pk, lanes=1)
    assert statuses(campaign)["person6@example.com"][0] == DeliveryStatus.IN_DOUBT
    deliver(campaign.pk, lanes=1)
    assert mail_server.counts() == EVERYBODY
    assert services.progress(campaign).in_doubt == 1
    assert services.finish_campaign(campaign.pk)


def test_a_server_that_is_down_leaves_everything_waiting(manager, campaign, mail_server, settings):
    start(manager, campaign)
    settings.EMAIL_PORT = 1
    assert deliver(campaign.pk, lanes=1) == 0
    assert services.progress(campaign).pending == 20
    assert not Delivery.objects.filter(status=DeliveryStatus.CLAIMED).exists()


def test_those_who_are_not_to_be_written_to(manager, campaign, mail_server, club_url, north):
    Suppression.objects.create(
        organization=north,
        address_hash=hash_of(north.pk, "person8@example.com"),
        reason=SuppressionReason.ADDED,
    )
    start(manager, campaign)
    changes = {2: None, 4: "not an address", 6: "PERSON10@example.com "}
    with psycopg.connect(club_url, autocommit=True) as database:
        for key, address in changes.items():
            database.execute("UPDATE people SET email = %s WHERE id = %s", [address, key])
        Delivery.objects.create(campaign=campaign, person_key="41000")
        try:
            deliver(campaign.pk, lanes=1)
        finally:
            database.execute("UPDATE people SET email = 'person' || id || '@example.com'")
    reasons = dict(
        Delivery.objects.filter(campaign=campaign, status="skipped").values_list("person_key", "reason")
    )
    assert reasons == {
        "2": Reason.NO_ADDRESS,
        "4": Reason.BAD_ADDRESS,
        "8": Reason.SUPPRESSED,
        "6": Reason.SAME_ADDRESS,
        "41000": Reason.GONE,
    }
    assert services.progress(campaign).reasons == dict.fromkeys(reasons.values(), 1)
    assert mail_server.counts()["person10@example.com"] == 1


@pytest.mark.parametrize(("act", "left"), [(services.pause, "pending"), (services.cancel, "cancelled")])
def test_pause_and_cancel_take_effect_between_two_messages(
    manager, campaign, mail_server, settings, act, left
):
    start(manager, campaign)

    class Watched(smtp.SmtpConnection):
        """Somebody clicks while the third message is on its way."""

        def send(self, message):
            if len(mail_server.received) == 2:
                act(manager, Campaign.objects.get(pk=campaign.pk))
            super().send(message)

    class Transport(smtp.Smtp):
        def connect(self):
            return Watched()

    TRANSPORTS["watched"] = Transport()
    settings.MAIL_TRANSPORT = "watched"
    try:
        deliver(campaign.pk, lanes=1)
    finally:
        del TRANSPORTS["watched"]
    assert len(mail_server.received) == 3
    counted = Counter(status for status, _reason in statuses(campaign).values())
    assert counted == {"sent": 3, left: 17}


def test_a_dead_workers_claim_is_given_back_but_for_the_one_in_doubt(manager, campaign, mail_server):
    start(manager, campaign)
    batch = claims.claim(campaign.pk, claim_id := uuid.uuid4(), 5)
    hashes = {one.id: hash_of(campaign.organization_id, one.person_key) for one in batch}
    claims.note_addresses(hashes, claim_id)
    assert claims.mark(batch[0].id, claim_id, DeliveryStatus.SENT)
    assert claims.sweep(is_idempotent=False) == 0
    expire(campaign)
    assert claims.sweep(is_idempotent=False) == 4
    rows = list(Delivery.objects.filter(campaign=campaign).order_by("pk").values_list("status", flat=True))
    assert rows == ["sent", "in_doubt", *["pending"] * 18]
    # The worker was only slow: its next mark tells it that the claim is gone.
    assert not claims.mark(batch[1].id, claim_id, DeliveryStatus.SENT)
    assert not claims.renew(campaign.pk, claim_id)
    assert deliver(campaign.pk, lanes=1) == 18


def test_nothing_is_in_doubt_before_the_addresses_are_noted(manager, campaign):
    start(manager, campaign)
    claims.claim(campaign.pk, uuid.uuid4(), 5)
    expire(campaign)
    assert claims.sweep(is_idempotent=False) == 5
    assert services.progress(campaign).pending == 20


def test_where_sending_again_is_harmless_nothing_is_in_doubt(manager, campaign):
    start(manager, campaign)
    claims.claim(campaign.pk, uuid.uuid4(), 5)
    expire(campaign)
    assert claims.sweep(is_idempotent=True) == 5
    assert services.progress(campaign).pending == 20


def test_after_a_restart_of_the_database_the_whole_claim_is_in_doubt(manager, campaign):
    start(manager, campaign)
    claims.claim(campaign.pk, uuid.uuid4(), 5)
    expire(campaign)
    Delivery.objects.filter(status="claimed").update(claimed_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    claims.sweep(is_idempotent=False)
    assert services.progress(campaign).in_doubt == 5


def test_marks_that_the_database_lost_are_written_again(manager, campaign):
    start(manager, campaign)
    batch = claims.claim(campaign.pk, uuid.uuid4(), 3)
    claims.mark_sent_again([one.id for one in batch])
    assert services.progress(campaign).sent == 3


def test_two_claims_share_nothing(manager, campaign):
    start(manager, campaign)
    first = {one.id for one in claims.claim(campaign.pk, uuid.uuid4(), 12)}
    second = {one.id for one in claims.claim(campaign.pk, uuid.uuid4(), 12)}
    assert (len(first), len(second), first & second) == (12, 8, set())


def test_a_sender_who_lost_the_right_pauses_it(manager, campaign, mail_server):
    start(manager, campaign)
    Membership.objects.filter(user=manager.user_id).update(role=Role.USER)
    assert deliver(campaign.pk, lanes=1) == 0
    campaign.refresh_from_db()
    assert campaign.status == CampaignStatus.PAUSED
    assert mail_server.received == []


def test_the_outbox_holds_each_message_once(manager, campaign, settings, tmp_path, north):
    settings.OUTBOX = tmp_path
    start(manager, campaign)
    deliver(campaign.pk, lanes=1)
    Delivery.objects.filter(campaign=campaign).update(status=DeliveryStatus.PENDING)
    deliver(campaign.pk, lanes=1)
    listed = services.outbox(manager, campaign)
    assert len(listed) == 20
    assert {(one.recipient, one.subject) for one in listed} == {("***", "***")}
    with pytest.raises(NotAllowed):
        services.outbox_message(manager, campaign, listed[0].name)
    owner = member(north, Role.OWNER)
    assert {one.recipient for one in services.outbox(owner, campaign)} == set(EVERYBODY)
    assert services.outbox_message(owner, campaign, listed[0].name)["Subject"].startswith("Hello First")
    for name in ("../secrets.json", "1.eml", "x.eml"):
        with pytest.raises(NotFound):
            services.outbox_message(owner, campaign, name)


def test_previews_hide_what_the_actor_may_not_see(manager, campaign, north):
    assert services.preview(manager, campaign, person_key="4").subject == "Hello ***"
    assert services.preview(member(north, Role.OWNER), campaign, person_key="4").subject == "Hello First4"
    with pytest.raises(NotFound):
        services.preview(manager, campaign, person_key="3")


def test_a_test_goes_to_oneself(manager, campaign, mail_server):
    services.send_test(manager, campaign)
    assert mail_server.counts() == {manager.email: 1}
    assert not Delivery.objects.exists()


def test_unsubscribing_needs_no_sign_in_and_a_click(manager, campaign, mail_server, client, settings):
    settings.SITE_URL = "http://testserver"
    start(manager, campaign)
    deliver(campaign.pk, lanes=1)
    link = mail_server.message_to("person6@example.com")["List-Unsubscribe"].strip("<>")
    assert client.get(link).status_code == 200
    assert not Suppression.objects.exists()
    for _twice in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert b"person6" not in answer.content
    assert services.progress(campaign).unsubscribed == 1
    again = services.duplicate(manager, campaign)
    start(manager, again)
    deliver(again.pk, lanes=1)
    assert mail_server.counts() == EVERYBODY | dict.fromkeys(set(EVERYBODY) - {"person6@example.com"}, 2)
    forged = unsubscribe_url(Delivery.objects.first().pk).replace(":", ":x")
    for wrong in ("/unsubscribe/1:abc/", "/unsubscribe/x/", forged.replace("http:x//", "http://")):
        assert client.post(wrong).status_code == 404
    assert Suppression.objects.count() == 1


def test_keep_sending_takes_up_what_was_left(manager, campaign, mail_server):
    start(manager, campaign)
    claims.claim(campaign.pk, uuid.uuid4(), 5)
    assert tasks.keep_sending() == 0  # somebody is at it
    expire(campaign)
    assert tasks.keep_sending() == 1
    deliver(campaign.pk, lanes=1)
    assert tasks.keep_sending() == 0
    campaign.refresh_from_db()
    assert campaign.status == CampaignStatus.SENT
    Campaign.objects.update(sent_at=timezone.now() - dt.timedelta(days=8))
    assert tasks.complete_sent_campaigns() == 1
