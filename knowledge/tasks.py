"""Jobs that keep knowledge fresh."""

from __future__ import annotations

import logging

from celery import shared_task

from knowledge.evaluation_runs import request_replays
from knowledge.values import refresh_values
from querying.errors import SourceNotFound
from querying.models import DataSourceAccess

logger = logging.getLogger(__name__)


@shared_task
def refresh_all_values() -> int:
    """Read the values of every active source anew, for each organization; how many pairs were refreshed."""
    accesses = DataSourceAccess.objects.filter(source__is_active=True).values_list("pk", flat=True)
    for access in list(accesses):
        refresh_values_of.delay(access)
    return len(accesses)


@shared_task
def refresh_values_of(access_id: int) -> int:
    """Read one organization's values of one source anew; how many there are. Safe to run twice."""
    access = DataSourceAccess.objects.filter(pk=access_id).select_related("source", "organization").first()
    if access is None:
        return 0
    try:
        return refresh_values(access.organization, access.source) or 0
    except SourceNotFound:
        logger.info("data source %s was switched off meanwhile", access.source_id)
        return 0


@shared_task
def replay_changed_knowledge() -> int:
    """Evaluate the planner anew where knowledge changed; how many runs were queued. Safe to run twice."""
    return len(request_replays())
