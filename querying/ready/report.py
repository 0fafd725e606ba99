"""What is kept ready, and what that has spared the people who asked, from the query log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, Sum, Window
from django.db.models.functions import Lag
from django.utils import timezone

from accounts.actor import Actor
from querying.enums import ExecutionStatus
from querying.limits import Purpose
from querying.models import AnalyticsQuery, AnalyticsQueryQuerySet
from querying.ready.rounds import LEAST_KEPT_SECONDS

SHOWN = 20

_Key = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A query that was kept ready in the period: its last refresh, and times in milliseconds.

    `spared` askings found it ready though nobody had asked for longer than results are kept: without it they
    would have waited, in all `saved` longer.
    """

    query: AnalyticsQuery
    refreshes: int
    mean: float
    spared: int
    saved: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that was kept ready in the period, of which `queries` took the most; `spent` is database time."""

    queries: tuple[ReadyQuery, ...]
    spared: int
    saved: float
    spent: float


def kept_ready(actor: Actor, *, days: int, source_id: int | None = None) -> Report:
    """What was kept ready as far as the actor may see: as them, or in the organization. Three queries.

    What was spared is rather told too low than too high: of queries that differ in values alone, one that was
    run for somebody counts as an asking of all.
    """
    log = AnalyticsQuery.objects.visible_to(actor).filter(created_at__gte=timezone.now() - dt.timedelta(days))
    log = log.filter(source=source_id) if source_id else log.filter(source__isnull=False)
    groups = list(
        log.filter(purpose=Purpose.REFRESH)
        .values("source", "fingerprint")
        .annotate(
            refreshes=Count("pk"),
            mean=Avg("milliseconds", filter=Q(status=ExecutionStatus.SUCCESS, cached=False)),
            spent=Sum("milliseconds"),
            last=Max("created_at"),
        )
        .order_by("-spent")[:SHOWN]
    )
    last, spared = _last_of(log, groups), _spared(log, groups)
    found = tuple(
        _ready(query, group, spared.get(_key(group), []))
        for group in groups
        if (query := last.get(_key(group))) is not None
    )
    return Report(
        queries=found,
        spared=sum(each.spared for each in found),
        saved=sum(each.saved for each in found),
        spent=sum(group["spent"] or 0.0 for group in groups),
    )


def _key(row: Mapping[str, Any]) -> _Key:
    return row["source"], row["fingerprint"]


def _ready(query: AnalyticsQuery, group: Mapping[str, Any], spared: Iterable[float]) -> ReadyQuery:
    mean = group["mean"] or 0.0
    saved = [max(mean - took, 0.0) for took in spared]
    return ReadyQuery(query, group["refreshes"], mean, len(saved), sum(saved))


def _last_of(log: AnalyticsQueryQuerySet, groups: Iterable[Mapping[str, Any]]) -> dict[_Key, AnalyticsQuery]:
    wanted = Q(pk__in=[])
    for group in groups:
        wanted |= Q(source=group["source"], fingerprint=group["fingerprint"], created_at=group["last"])
    found = log.filter(wanted, purpose=Purpose.REFRESH).select_related("source", "user")
    return {(query.source_id, query.fingerprint): query for query in found}


def _spared(log: AnalyticsQueryQuerySet, groups: Sequence[Mapping[str, Any]]) -> dict[_Key, list[float]]:
    """The times of askings that came from what is kept, longer after the one before than anything is kept."""
    keys = {_key(group) for group in groups}
    gap = ExpressionWrapper(
        F("created_at")
        - Window(
            Lag("created_at"), partition_by=[F("source"), F("fingerprint")], order_by=F("created_at").asc()
        ),
        output_field=DurationField(),
    )
    askings = (
        log.asked()
        .filter(status=ExecutionStatus.SUCCESS, fingerprint__in={shape for _source, shape in keys})
        .order_by()
        .annotate(gap=gap)
        .filter(gap__gt=dt.timedelta(seconds=LEAST_KEPT_SECONDS))
        .values("source", "fingerprint", "cached", "milliseconds", "gap", "source__cache_seconds")
    )
    found: dict[_Key, list[float]] = {}
    for row in askings:
        if row["cached"] and _key(row) in keys and row["gap"].total_seconds() > row["source__cache_seconds"]:
            found.setdefault(_key(row), []).append(row["milliseconds"] or 0.0)
    return found
