"""Jobs of segments and campaigns; each is safe to run twice."""

from __future__ import annotations

import logging

from celery import shared_task

from campaigns import services
from campaigns.models import Segment

logger = logging.getLogger(__name__)


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
