"""A common query asked once its kept result has ended, kept ready and not; and a round with nothing due."""

from __future__ import annotations

import datetime as dt
import time
import uuid

from django.utils import timezone

from accounts.actor import Actor
from accounts.services import actor_by_email
from benchmarks.measure import ROUNDS, Measurement, best_of, note
from querying import cache, services
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.ready.rounds import keep_ready

COMMON = (
    "SELECT date_trunc('day', occurred_at) AS day, count(DISTINCT user_id) FROM events GROUP BY 1 ORDER BY 1"
)


def measure_ready(email: str) -> list[Measurement]:
    """On the demo's shop, asked as one of its owners."""
    actor = actor_by_email(email, organization_slug="nordwind")
    source = DataSource.objects.get(name="shop")
    without = min(ended(actor, source, is_ready=False) for _round in range(ROUNDS))
    as_if_asked_for_days(actor, source)
    ready = min(ended(actor, source, is_ready=True) for _round in range(ROUNDS))
    name = "1M events by day, asked after its hour"
    return [
        Measurement(f"{name}: kept ready", ready, without, "not kept ready", ready, 0.020, "20 ms"),
        note("a round over a source, nothing due", best_of(lambda: keep_ready(source.pk))),
    ]


def ended(actor: Actor, source: DataSource, *, is_ready: bool) -> float:
    """Seconds that somebody waits who asks when what was kept has ended."""
    cache.drop(source.pk)
    if is_ready and not keep_ready(source.pk):
        raise RuntimeError("The query was not kept ready.")
    started = time.perf_counter()
    ask(actor, source)
    return time.perf_counter() - started


def ask(actor: Actor, source: DataSource) -> None:
    services.execute(
        actor=actor, source=source, sql=COMMON, purpose=Purpose.WORKBENCH, clock=dt.datetime.now(dt.UTC)
    )


def as_if_asked_for_days(actor: Actor, source: DataSource) -> None:
    """The last asking once more for each of some days before."""
    asked = AnalyticsQuery.objects.filter(source=source, sql=COMMON, cached=False).latest("created_at")
    for days in range(1, 4):
        asked.pk, asked._state.adding = uuid.uuid4(), True
        asked.save(force_insert=True)
        AnalyticsQuery.objects.filter(pk=asked.pk).update(created_at=timezone.now() - dt.timedelta(days=days))
