"""A campaign's states. Each change is one UPDATE on the condition of the table in enums, never two."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Organization
from accounts.services import record
from campaigns.content import check_sendable
from campaigns.enums import CampaignStatus, DeliveryStatus, sources_of
from campaigns.errors import CampaignError, WrongState
from campaigns.models import Campaign, Delivery
from campaigns.queue import enqueue
from campaigns.rights import campaign_for

FURTHEST = dt.timedelta(days=366)


def schedule_campaign(actor: Actor, campaign: Campaign, *, at: dt.datetime) -> Campaign:
    """Send at this moment; a naive `at` is in the organization's time zone.

    Raises NotAllowed, NotFound, ContentInvalid, WrongState, CampaignError for a moment that can't be.
    """
    campaign = campaign_for(actor, campaign)
    at = _checked_moment(at, campaign.organization_id)
    check_sendable(campaign.content)
    move(campaign, CampaignStatus.SCHEDULED, scheduled_at=at, sent_by_id=actor.user_id, error="")
    record(actor, "campaign.scheduled", campaign=campaign.pk, at=at.isoformat())
    return campaign


def send_now(actor: Actor, campaign: Campaign) -> Campaign:
    """Send as soon as a worker has time. Raises NotAllowed, NotFound, ContentInvalid, WrongState."""
    campaign = campaign_for(actor, campaign)
    check_sendable(campaign.content)
    move(
        campaign,
        CampaignStatus.SCHEDULED,
        scheduled_at=timezone.now(),
        sent_by_id=actor.user_id,
        error="",
    )
    record(actor, "campaign.sent_now", campaign=campaign.pk)
    enqueue("start_campaign", campaign.pk)
    return campaign


def unschedule(actor: Actor, campaign: Campaign) -> Campaign:
    """Make it a draft again, also one that failed. Raises NotAllowed, NotFound, WrongState."""
    campaign = campaign_for(actor, campaign)
    move(campaign, CampaignStatus.DRAFT, scheduled_at=None)
    record(actor, "campaign.unscheduled", campaign=campaign.pk)
    return campaign


def pause(actor: Actor, campaign: Campaign) -> Campaign:
    """Stop between two messages. Raises NotAllowed, NotFound, WrongState."""
    campaign = campaign_for(actor, campaign)
    move(campaign, CampaignStatus.PAUSED)
    record(actor, "campaign.paused", campaign=campaign.pk)
    return campaign


def resume(actor: Actor, campaign: Campaign) -> Campaign:
    """Go on where it was paused. Raises NotAllowed, NotFound, WrongState."""
    campaign = campaign_for(actor, campaign)
    if campaign.status != CampaignStatus.PAUSED:
        raise _wrong(campaign)
    move(campaign, CampaignStatus.SENDING, sent_by_id=actor.user_id)
    record(actor, "campaign.resumed", campaign=campaign.pk)
    enqueue("deliver_campaign", campaign.pk)
    return campaign


def cancel(actor: Actor, campaign: Campaign) -> Campaign:
    """Send no more, for good. Raises NotAllowed, NotFound, WrongState."""
    campaign = campaign_for(actor, campaign)
    with transaction.atomic():
        move(campaign, CampaignStatus.CANCELLED)
        waiting = Delivery.objects.filter(campaign=campaign, status=DeliveryStatus.PENDING)
        waiting.update(status=DeliveryStatus.CANCELLED)
        record(actor, "campaign.cancelled", campaign=campaign.pk)
    return campaign


def move(campaign: Campaign, target: CampaignStatus, **changes: Any) -> None:
    """Change the state, in the database and in `campaign`. Raises WrongState where the table has no such way.

    Two who do this at once: one wins, the other is told.
    """
    changes |= {"status": target, "updated_at": timezone.now()}
    moved = Campaign.objects.filter(pk=campaign.pk, status__in=sources_of(target)).update(**changes)
    if not moved:
        campaign.refresh_from_db(fields=["status"])
        raise _wrong(campaign)
    for field, value in changes.items():
        setattr(campaign, field, value)


def _wrong(campaign: Campaign) -> WrongState:
    status = CampaignStatus(campaign.status).label
    return WrongState(
        _("This can't be done: the campaign is in the state “%(status)s”.") % {"status": status}
    )


def _checked_moment(at: dt.datetime, organization_id: int) -> dt.datetime:
    if at.tzinfo is None:
        zone = Organization.objects.values_list("time_zone", flat=True).get(pk=organization_id)
        at = at.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    if at < timezone.now():
        raise CampaignError(_("This moment is over: choose a later one, or send now."))
    if at > timezone.now() + FURTHEST:
        raise CampaignError(_("Choose a moment within a year."))
    return at.astimezone(dt.UTC)
