"""Drafts, and the states of campaigns: who may change them, which may follow which."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Membership, Organization
from accounts.roles import Role
from campaigns import services, tasks
from campaigns.enums import TRANSITIONS, CampaignStatus, DeliveryStatus
from campaigns.errors import CampaignError, ContentInvalid, NotAllowed, NotFound, WrongState
from campaigns.models import Campaign, Delivery, Segment
from tests.campaigns.conftest import CONTENT
from tests.querying.conftest import member

ACTIONS = {
    "schedule": lambda actor, one: services.schedule_campaign(actor, one, at=in_hours(1)),
    "send_now": services.send_now,
    "unschedule": services.unschedule,
    "pause": services.pause,
    "resume": services.resume,
    "cancel": services.cancel,
    "delete": services.delete_draft,
    "update": lambda actor, one: services.update_draft(actor, one, name="Other"),
}
ALLOWED = {
    "draft": {"schedule", "send_now", "delete", "update"},
    "scheduled": {"unschedule", "cancel"},
    "sending": {"pause", "cancel"},
    "paused": {"resume", "cancel"},
    "sent": set(),
    "completed": set(),
    "cancelled": set(),
    "failed": {"unschedule"},
}


def in_hours(hours):
    return timezone.now() + dt.timedelta(hours=hours)


def test_every_action_in_every_state(manager, campaign):
    assert set(TRANSITIONS) == set(CampaignStatus)
    for status in CampaignStatus:
        passed = set()
        for name, act in ACTIONS.items():
            one = services.duplicate(manager, campaign)
            Campaign.objects.filter(pk=one.pk).update(status=status)
            try:
                act(manager, one)
            except WrongState:
                continue
            passed.add(name)
        assert passed == ALLOWED[status], status


def test_only_managers_and_their_own_organization(manager, stranger, campaign, segment, north):
    user = member(north, Role.SUPPORT)
    for act in (*ACTIONS.values(), services.preview, services.send_test, services.outbox):
        with pytest.raises(NotAllowed):
            act(user, campaign)
        with pytest.raises(NotFound):
            act(stranger, campaign)
    with pytest.raises(NotFound):
        services.create_campaign(stranger, name="Theirs", segment=segment, content=CONTENT)
    assert list(Campaign.objects.visible_to(manager)) == [campaign]
    assert not Campaign.objects.visible_to(stranger).exists()
    assert not Campaign.objects.visible_to(user).exists()


def test_a_naive_moment_is_in_the_organizations_time_zone(manager, campaign, north):
    Organization.objects.filter(pk=north.pk).update(time_zone="America/New_York")
    at = (timezone.now() + dt.timedelta(days=3)).replace(
        hour=9, minute=0, second=0, microsecond=0, tzinfo=None
    )
    services.schedule_campaign(manager, campaign, at=at)
    campaign.refresh_from_db()
    assert campaign.scheduled_at.hour in (13, 14)
    services.unschedule(manager, campaign)
    for wrong in (in_hours(-1), in_hours(24 * 400)):
        with pytest.raises(CampaignError):
            services.schedule_campaign(manager, campaign, at=wrong)


def test_unfinished_content_is_not_scheduled(manager, segment):
    draft = services.create_campaign(manager, name="Empty", segment=segment, content={})
    with pytest.raises(ContentInvalid):
        services.send_now(manager, draft)


def test_due_campaigns_start_once_with_one_delivery_a_person(manager, campaign):
    services.schedule_campaign(manager, campaign, at=in_hours(1))
    assert tasks.start_due_campaigns() == 0
    Campaign.objects.update(scheduled_at=in_hours(-1))
    assert tasks.start_due_campaigns() == 1
    assert tasks.start_due_campaigns() == 0
    assert Delivery.objects.filter(campaign=campaign, status=DeliveryStatus.PENDING).count() == 20
    actions = AuditEntry.objects.filter(organization=manager.organization_id).values_list("action", flat=True)
    assert {"campaign.created", "campaign.scheduled", "campaign.started"} <= set(actions)


def test_a_sender_who_lost_the_right_starts_nothing(manager, campaign):
    services.send_now(manager, campaign)
    Membership.objects.filter(user=manager.user_id).update(role=Role.SUPPORT)
    assert not services.start_campaign(campaign.pk)
    campaign.refresh_from_db()
    assert (campaign.status, Delivery.objects.count()) == (CampaignStatus.FAILED, 0)
    assert "no longer" in campaign.error


def test_a_segment_that_can_not_be_refreshed_is_not_written_to(manager, campaign, segment):
    Segment.objects.filter(pk=segment.pk).update(sql="SELECT nothing FROM people")
    services.send_now(manager, campaign)
    assert not services.start_campaign(campaign.pk)
    campaign.refresh_from_db()
    assert campaign.status == CampaignStatus.FAILED
    assert "could not be refreshed" in campaign.error


def test_cancelling_ends_what_waits(manager, campaign):
    services.send_now(manager, campaign)
    services.start_campaign(campaign.pk)
    services.cancel(manager, campaign)
    assert services.progress(campaign).cancelled == 20


def test_a_segment_with_campaigns_stays(manager, campaign, segment):
    with pytest.raises(CampaignError, match="stand on"):
        services.delete_segment(manager, segment)
