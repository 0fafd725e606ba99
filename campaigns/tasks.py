"""Jobs of segments and campaigns; each is safe to run twice."""

from __future__ import annotations

import datetime as dt
import logging

from celery import shared_task
from django.utils import timezone

from campaigns import services
from campaigns.claims import sweep
from campaigns.delivering import deliver
from campaigns.enums import CampaignStatus, DeliveryStatus
from campaigns.models import Campaign, Delivery, Segment
from campaigns.transports import transport

logger = logging.getLogger(__name__)

MEASURED = dt.timedelta(days=7)


@shared_task
def refresh_segment(segment_id: int) -> None:
    """Bring a segment's members up to date; one that has been deleted meanwhile is left alone."""
    try:
        services.refresh_segment(segment_id)
    except Segment.DoesNotExist:
        logger.info("segment %s is gone", segment_id)


@shared_task
def refresh_due_segments() -> int:
    """Refresh the segments whose time has come, the longest due first; gives their number."""
    due = list(Segment.objects.due().order_by("next_refresh_at").values_list("pk", flat=True))
    for segment_id in due:
        refresh_segment(segment_id)
    return len(due)


@shared_task
def start_campaign(campaign_id: int) -> None:
    """Begin to send a campaign whose time has come."""
    services.start_campaign(campaign_id)


@shared_task
def start_due_campaigns() -> int:
    """Begin to send all whose time has come; every few seconds. Gives how many are sending now."""
    due = list(Campaign.objects.due().order_by("scheduled_at").values_list("pk", flat=True))
    return sum(services.start_campaign(campaign_id) for campaign_id in due)


@shared_task(queue="send")
def deliver_campaign(campaign_id: int) -> int:
    """Send what is due of a campaign for some minutes; gives how many messages. The next call goes on."""
    sent = deliver(campaign_id)
    services.finish_campaign(campaign_id)
    return sent


@shared_task
def keep_sending() -> int:
    """Take back what died with its worker, and set workers on what is left; every few seconds.

    Gives how many campaigns were set going. One that is being worked on is left to its workers.
    """
    sweep(is_idempotent=transport().is_idempotent)
    started = 0
    for campaign_id in Campaign.objects.filter(status=CampaignStatus.SENDING).values_list("pk", flat=True):
        deliveries = Delivery.objects.filter(campaign=campaign_id)
        if not deliveries.filter(status=DeliveryStatus.CLAIMED).exists() and not services.finish_campaign(
            campaign_id
        ):
            deliver_campaign.apply_async(args=[campaign_id], expires=15)
            started += 1
    return started


@shared_task
def complete_sent_campaigns() -> int:
    """A week after the last message a campaign is over; gives how many are now."""
    return services.complete_sent(timezone.now() - MEASURED)
