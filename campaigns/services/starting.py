"""From scheduled to sending: the sender's rights, the segment and the content are looked at once more."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actor import Actor
from accounts.roles import Role
from accounts.services import record
from campaigns.audience import people_of
from campaigns.content import check_sendable
from campaigns.enums import OPEN_DELIVERIES, CampaignStatus
from campaigns.errors import CampaignError, WrongState
from campaigns.models import Campaign, Delivery
from campaigns.queue import enqueue
from campaigns.rights import acting_member
from campaigns.services.refreshing import refresh_segment
from campaigns.services.states import move
from querying.errors import SourceNotFound

MANY = 1_000
"""People from which a campaign is sent by all worker processes at once."""


def start_campaign(campaign_id: int) -> bool:
    """Whether it is sending now; a campaign that can't be sent becomes `failed` and tells why.

    Safe to run twice: the state changes on a condition, and a person has at most one delivery.
    """
    campaign = _scheduled(campaign_id)
    if campaign is None:
        return False
    actor = acting_member(campaign.sent_by, campaign.organization, Role.MANAGER)
    with override(actor.language if actor else settings.LANGUAGE_CODE):
        try:
            if actor is None:
                raise CampaignError(_("Whoever scheduled this campaign may no longer send."))
            _check(actor, campaign)
            count = _begin(actor, campaign)
        except WrongState:
            return False  # somebody was faster
        except CampaignError as error:
            _fail(campaign, error.message)
            return False
    for _worker in range(settings.WORKER_PROCESSES if count >= MANY else 1):
        enqueue("deliver_campaign", campaign.pk)
    return True


def _scheduled(campaign_id: int) -> Campaign | None:
    return (
        Campaign.objects.due()
        .select_related("organization", "segment__source", "sent_by")
        .filter(pk=campaign_id)
        .first()
    )


def _check(actor: Actor, campaign: Campaign) -> None:
    """Raises CampaignError. The segment is as old as its last refresh: so it is refreshed now."""
    check_sendable(campaign.content)
    try:
        people = people_of(actor, campaign.segment.source)
    except SourceNotFound:
        raise CampaignError(_("The data source of the segment is no longer there.")) from None
    if not people.email:
        raise CampaignError(_("Nobody has said where e-mail addresses stand in this data source."))
    if not refresh_segment(campaign.segment_id):
        campaign.segment.refresh_from_db(fields=["error"])
        raise CampaignError(
            _("The segment could not be refreshed: %(why)s") % {"why": campaign.segment.error}
        )


@transaction.atomic
def _begin(actor: Actor, campaign: Campaign) -> int:
    move(campaign, CampaignStatus.SENDING, started_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_MATERIALISE, [campaign.pk, campaign.segment_id])
        count = cursor.rowcount
    record(actor, "campaign.started", campaign=campaign.pk, people=count)
    return count


_MATERIALISE = """
INSERT INTO campaigns_delivery (campaign_id, person_key, status, reason, attempts, address_hash)
SELECT %s, person_key, 'pending', '', 0, '' FROM campaigns_segmentmember WHERE segment_id = %s ORDER BY id
ON CONFLICT (campaign_id, person_key) DO NOTHING
"""


def _fail(campaign: Campaign, why: str) -> None:
    Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.SCHEDULED).update(
        status=CampaignStatus.FAILED, error=why[:300], updated_at=timezone.now()
    )


def finish_campaign(campaign_id: int) -> bool:
    """Make it `sent` once nothing waits or is under way; whether that is so now."""
    under_way = Delivery.objects.filter(campaign=campaign_id, status__in=OPEN_DELIVERIES)
    if under_way.exists():
        return False
    done = Campaign.objects.filter(pk=campaign_id, status=CampaignStatus.SENDING).update(
        status=CampaignStatus.SENT, sent_at=timezone.now(), updated_at=timezone.now()
    )
    return bool(done)


def complete_sent(older_than: dt.datetime) -> int:
    """Make campaigns sent before this moment `completed`; gives their number."""
    sent = Campaign.objects.filter(status=CampaignStatus.SENT, sent_at__lt=older_than)
    return sent.update(
        status=CampaignStatus.COMPLETED, completed_at=timezone.now(), updated_at=timezone.now()
    )
