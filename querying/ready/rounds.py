"""A round over a source: what is about to be asked again, and is not kept for long any more, is run again.

Bounded by settings: so many queries and so much database time an hour for each organization, so much for all
of a source. One query at a time, and none while people use half of the organization's places themselves.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import math
import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import override

from querying.cache import Caching, seconds_left
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource, DataSourceAccess
from querying.queues import are_people_waiting
from querying.ready import rests
from querying.ready.people import is_still
from querying.ready.wanted import Wanted, wanted_of
from querying.results import QueryFailed
from querying.services import execute

logger = logging.getLogger(__name__)

ROUND_SECONDS = 240.0
EVERY_SECONDS = 300.0
# What is kept for less is wanted fresh, and would be run all the time.
LEAST_KEPT_SECONDS = 900
# Two rounds: where one is held up, the next still comes in time.
LEAD_SECONDS = 2 * EVERY_SECONDS
UNAVAILABLE = "db.unavailable"
HOUR = dt.timedelta(hours=1)
LONG_AGO = dt.timedelta(days=1)


def sources_to_keep_ready() -> list[int]:
    """Sources that are on, whose staff want it, and which somebody has asked of late."""
    if not settings.READY_QUERIES:
        return []
    asked = _askings().filter(source=OuterRef("pk"))
    return list(_willing().filter(Exists(asked)).order_by("pk").values_list("pk", flat=True))


def keep_ready(source_id: int) -> int:
    """Run again what is due on a source; how many were. Nothing where another process is at it."""
    with rests.alone(source_id) as is_alone:
        source = _willing().filter(pk=source_id).first() if is_alone else None
        if source is None or rests.is_resting(_of_source(source)):
            return 0
        until = time.monotonic() + ROUND_SECONDS
        count = sum(_Round(source, pk, until).run() for pk in _organizations(source))
    logger.info("source %s: %s queries kept ready", source_id, count)
    return count


def _willing() -> QuerySet[DataSource]:
    return DataSource.objects.filter(
        is_active=True, keeps_ready=True, cache_seconds__gte=LEAST_KEPT_SECONDS
    ).defer("catalog")


def _askings() -> QuerySet[AnalyticsQuery]:
    since = timezone.now() - dt.timedelta(days=settings.READY_DAYS)
    return AnalyticsQuery.objects.asked().filter(keepable=True, created_at__gte=since)


def _organizations(source: DataSource) -> list[int]:
    """Those that may ask the source, and do; whose queries were run again longest ago first."""
    asked = _askings().filter(source=source, organization=OuterRef("organization"))
    sharing = DataSourceAccess.objects.filter(Exists(asked), source=source)
    last = dict(
        _refreshes(source, LONG_AGO).values_list("organization").annotate(last=Max("created_at")).order_by()
    )
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(sharing.values_list("organization", flat=True), key=lambda pk: (last.get(pk, never), pk))


def _refreshes(source: DataSource, period: dt.timedelta) -> QuerySet[AnalyticsQuery]:
    return AnalyticsQuery.objects.filter(
        organization__in=source.accesses.values("organization"),
        source=source,
        purpose=Purpose.REFRESH,
        created_at__gte=timezone.now() - period,
    )


def _of_source(source: DataSource) -> str:
    return f"source:{source.pk}"


@dataclass(frozen=True, slots=True)
class _Round:
    """What is done for one organization on a source until a moment (monotonic)."""

    source: DataSource
    organization_id: int
    until: float

    def run(self) -> int:
        """Give how many queries were run again, or found to be kept after all."""
        count = 0
        if time.monotonic() > self.until:
            return count
        for wanted in wanted_of(self.source, self.organization_id, timezone.now()):
            left = seconds_left(wanted.place)
            if not is_due(wanted, left, timezone.now()) or rests.is_resting(_of_query(self.source, wanted)):
                continue
            if not self._may_go_on():
                break
            if self._can_afford(wanted) and is_still(wanted.actor):
                count += self._refresh(wanted, Caching.USE if left is None else Caching.RENEW)
        return count

    def _may_go_on(self) -> bool:
        if time.monotonic() > self.until or rests.is_resting(_of_source(self.source)):
            return False
        return not are_people_waiting(self.source.pk, self.organization_id)

    def _can_afford(self, wanted: Wanted) -> bool:
        """Whether it fits into the database time of an hour; a quicker one may where this one does not."""
        ours = Sum("milliseconds", filter=Q(organization=self.organization_id))
        spent = _refreshes(self.source, HOUR).aggregate(ours=ours, all=Sum("milliseconds"))
        bounds = {"ours": settings.READY_SECONDS, "all": settings.READY_SOURCE_SECONDS}
        return all((spent[name] or 0) / 1000 + wanted.seconds <= bounds[name] for name in bounds)

    def _refresh(self, wanted: Wanted, caching: Caching) -> bool:
        """Whether the rows are kept now; what fails is left alone for a while."""
        try:
            with override(wanted.actor.language):
                execute(
                    actor=wanted.actor,
                    source=self.source,
                    sql=wanted.sql,
                    purpose=Purpose.REFRESH,
                    clock=wanted.clock,
                    question=wanted.question,
                    generated_by=wanted.generated_by,
                    caching=caching,
                )
        except QueryFailed as failure:
            is_away = failure.code == UNAVAILABLE
            rests.let_rest(_of_source(self.source) if is_away else _of_query(self.source, wanted))
            return False
        except (SourceNotFound, GuardRefusal):  # policies changed since a moment ago
            return False
        rests.went_well(_of_source(self.source))
        if seconds_left(wanted.place) is None:  # too large to be kept
            rests.let_rest(_of_query(self.source, wanted))
            return False
        rests.went_well(_of_query(self.source, wanted))
        return True


def is_due(wanted: Wanted, left: float | None, now: dt.datetime) -> bool:
    """Whether what is kept ends soon, and it was asked at this time of a day before: in the hour that has
    passed, or as long as new rows would be kept.
    """
    if left is not None and left > min(LEAD_SECONDS, wanted.place.seconds / 2):
        return False
    first = (now.astimezone(dt.UTC) - HOUR).hour
    hours = 2 + math.ceil(wanted.place.seconds / 3600)
    return any((first + number) % 24 in wanted.hours for number in range(hours))


def _of_query(source: DataSource, wanted: Wanted) -> str:
    """The same query on other days too: by its words, or by its text."""
    actor, words = wanted.actor, wanted.question or wanted.sql
    parts = f"{source.pk} {actor.organization_id} {actor.role} {words}"
    return f"query:{hashlib.sha256(parts.encode(errors='replace')).hexdigest()[:32]}"
