"""What the query log tells about a period: days, sources, and which queries are slow, frequent or failing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Aggregate, Avg, Count, F, FloatField, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.actor import Actor
from querying.enums import ExecutionStatus
from querying.models import AnalyticsQuery, AnalyticsQueryQuerySet

PERIODS = (7, 30)
ON_A_PAGE = 25
REAL = Q(status=ExecutionStatus.SUCCESS, cached=False)
"""Executions whose time is the database's: neither refused nor failed nor from what is kept."""


class View(StrEnum):
    """The lists of the page."""

    SLOWEST = "slowest"
    FREQUENT = "frequent"
    FAILING = "failing"
    REFUSED = "refused"
    NEWEST = "newest"


class Percentile(Aggregate):
    """The value that a share of the rows does not exceed, between two rows a part of both."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: str, *, share: float, **more: Any) -> None:
        super().__init__(expression, share=share, **more)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for. `source`, `code` empty: all."""

    view: View
    days: int
    source: int | None = None
    code: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """One day's executions; times in milliseconds, None where nothing ran."""

    day: dt.date
    count: int = 0
    failed: int = 0
    refused: int = 0
    median: float | None = None
    slow: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Executions of the same SQL but for its values, with the last of them. Times in milliseconds; None where
    none of them ran on the database: refused, failed, or from what is kept.
    """

    query: AnalyticsQuery
    count: int
    total: float | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class Log:
    """What the page shows. Exactly one of `groups` and `queries` is of the view."""

    days: tuple[Day, ...]
    sources: tuple[Mapping[str, Any], ...]
    codes: tuple[Mapping[str, Any], ...]
    groups: tuple[Group, ...]
    queries: tuple[AnalyticsQuery, ...]
    has_more: bool


def read_log(actor: Actor, asked: Asked) -> Log:
    """The log as the actor may see it: their own executions, or the organization's. Five queries at most."""
    zone = ZoneInfo(actor.time_zone)
    today = timezone.now().astimezone(zone).date()
    first = today - dt.timedelta(days=asked.days - 1)
    since = dt.datetime.combine(first, dt.time(), zone)
    period = AnalyticsQuery.objects.visible_to(actor).asked().filter(created_at__gte=since).order_by()
    chosen = period.filter(source=asked.source) if asked.source else period
    start = (asked.page - 1) * ON_A_PAGE
    groups: tuple[Group, ...] = ()
    queries: tuple[AnalyticsQuery, ...] = ()
    if asked.view is View.FREQUENT:
        groups = _groups(chosen, start)
    else:
        queries = tuple(
            _of_view(chosen, asked).select_related("source", "user")[start : start + ON_A_PAGE + 1]
        )
    return Log(
        days=_days(chosen, first, today, zone),
        sources=_sources(period),
        codes=_codes(chosen, asked.view),
        groups=groups[:ON_A_PAGE],
        queries=queries[:ON_A_PAGE],
        has_more=len(groups) > ON_A_PAGE or len(queries) > ON_A_PAGE,
    )


def same_queries(actor: Actor, query: AnalyticsQuery, *, days: int = 30) -> dict[str, Any]:
    """How often, and how fast, the same SQL ran lately, as far as the actor may see. One query."""
    since = timezone.now() - dt.timedelta(days=days)
    same = (
        AnalyticsQuery.objects.visible_to(actor)
        .asked()
        .filter(fingerprint=query.fingerprint, source=query.source_id, created_at__gte=since)
    )
    return same.order_by().aggregate(
        count=Count("*"),
        median=Percentile("milliseconds", share=0.5, filter=REAL),
        slow=Percentile("milliseconds", share=0.95, filter=REAL),
    )


def _days(chosen: AnalyticsQueryQuerySet, first: dt.date, last: dt.date, zone: ZoneInfo) -> tuple[Day, ...]:
    found = {
        row["day"]: Day(**row)
        for row in chosen.values(day=TruncDate("created_at", tzinfo=zone)).annotate(
            count=Count("*"),
            failed=Count("status", filter=Q(status=ExecutionStatus.ERROR)),
            refused=Count("status", filter=Q(status=ExecutionStatus.BLOCKED)),
            median=Percentile("milliseconds", share=0.5, filter=REAL),
            slow=Percentile("milliseconds", share=0.95, filter=REAL),
        )
    }
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(found.get(day, Day(day)) for day in days)


def _sources(period: AnalyticsQueryQuerySet) -> tuple[Mapping[str, Any], ...]:
    rows = period.filter(source__isnull=False).values("source", name=F("source__name"))
    return tuple(
        rows.annotate(
            count=Count("*"),
            failed=Count("status", filter=Q(status=ExecutionStatus.ERROR)),
            refused=Count("status", filter=Q(status=ExecutionStatus.BLOCKED)),
            total=Sum("milliseconds", filter=REAL),
        ).order_by("-count")
    )


def _codes(chosen: AnalyticsQueryQuerySet, view: View) -> tuple[Mapping[str, Any], ...]:
    """How often which rule refused, or which error came; only where the view is about them."""
    statuses = {View.REFUSED: ExecutionStatus.BLOCKED, View.FAILING: ExecutionStatus.ERROR}
    if view not in statuses:
        return ()
    of_kind = chosen.filter(status=statuses[view]).values("code")
    return tuple(of_kind.annotate(count=Count("*"), last=Max("created_at")).order_by("-count", "code"))


def _of_view(chosen: AnalyticsQueryQuerySet, asked: Asked) -> QuerySet[AnalyticsQuery]:
    if asked.view is View.SLOWEST:
        return chosen.filter(REAL).order_by("-milliseconds")
    if asked.view is View.REFUSED:
        chosen = chosen.filter(status=ExecutionStatus.BLOCKED)
    if asked.view is View.FAILING:
        chosen = chosen.filter(status=ExecutionStatus.ERROR)
    if asked.code:
        chosen = chosen.filter(code=asked.code)
    return chosen.order_by("-created_at")


def _groups(chosen: AnalyticsQueryQuerySet, start: int) -> tuple[Group, ...]:
    """By fingerprint and source, the most frequent first; one query more for the last of each."""
    counted = list(
        chosen.exclude(fingerprint="")
        .values("fingerprint", "source")
        .annotate(
            count=Count("*"),
            total=Sum("milliseconds", filter=REAL),
            mean=Avg("milliseconds", filter=REAL),
            last=Max("created_at"),
        )
        .order_by("-count", "fingerprint")[start : start + ON_A_PAGE + 1]
    )
    last = _last_of(chosen, counted)
    return tuple(
        Group(query, row["count"], row["total"], row["mean"])
        for row in counted
        if (query := last.get((row["fingerprint"], row["source"]))) is not None
    )


def _last_of(
    chosen: AnalyticsQueryQuerySet, counted: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, int | None], AnalyticsQuery]:
    wanted = Q(pk__in=[])
    for row in counted:
        wanted |= Q(fingerprint=row["fingerprint"], source=row["source"], created_at=row["last"])
    found = chosen.filter(wanted).select_related("source", "user")
    return {(query.fingerprint, query.source_id): query for query in found}
