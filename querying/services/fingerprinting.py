"""Fingerprints for what ran before they were kept, so that the query log's groups hold it too."""

from __future__ import annotations

import datetime as dt
import time

from django.db import connection, transaction
from django.utils import timezone

from querying.fingerprints import fingerprint
from querying.models import AnalyticsQuery
from querying.query_log import PERIODS

BATCH = 2_000
SECONDS = 10.0

_WRITE = """
    UPDATE querying_analyticsquery SET fingerprint = given.fingerprint
    FROM unnest(%s::uuid[], %s::text[]) AS given (id, fingerprint)
    WHERE querying_analyticsquery.id = given.id
"""


def fingerprint_earlier(*, seconds: float = SECONDS) -> int:
    """Give executions of the longest period that the log shows a fingerprint, the newest first; how many.

    A batch is a transaction of its own and locks only its rows: this may be cut off anywhere, and run
    twice at once. Older executions stay as they are: nothing groups them any more.
    """
    until = time.monotonic() + seconds
    done = 0
    while wrote := _one_batch():
        done += wrote
        if time.monotonic() > until:
            break
    return done


@transaction.atomic
def _one_batch() -> int:
    since = timezone.now() - dt.timedelta(days=max(PERIODS))
    lacking = AnalyticsQuery.objects.filter(fingerprint="", created_at__gte=since).order_by("-created_at")
    rows = list(lacking.select_for_update(skip_locked=True).values_list("pk", "sql")[:BATCH])
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [[pk for pk, _sql in rows], [fingerprint(sql) for _pk, sql in rows]])
    return len(rows)
