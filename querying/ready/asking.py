"""What people of an organization ask of a source often, and what it costs, from the query log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import ExtractHour, TruncMinute

from querying.enums import ExecutionStatus, GeneratedBy
from querying.limits import Purpose
from querying.models import AnalyticsQuery, DataSource
from querying.ready.readings import Asked

SHAPES = 150
"""Fingerprints that are looked at, the most costly first."""
GROUPS = 200
"""Of these, people's ways of asking: one question or text by one person each."""
LEAST_MILLISECONDS = 200
"""Nobody notices a wait that is shorter."""

ASKING = ~Q(purpose=Purpose.REFRESH)
RUN = Q(cached=False)
# Paging through an answer and drawing it run its SQL again, under its question, from the workbench's side.
REPEATABLE = Q(generated_by=GeneratedBy.PLANNER, purpose__in=[Purpose.CHAT, Purpose.REFRESH]) | (
    Q(generated_by=GeneratedBy.PERSON)
    & (Q(purpose__in=[Purpose.CHAT, Purpose.REFRESH]) | Q(purpose=Purpose.WORKBENCH, question=""))
)
GROUP = ("fingerprint", "user", "role", "generated_by", "question", "text")


@dataclass(frozen=True, slots=True)
class Asking:
    """One question or text that one person asked, as they did last.

    `count` leaves out what followed within a minute; `hours` (UTC) are those of the day when it was asked;
    `seconds` of database time went into `runs` of it.
    """

    user_id: int
    role: str
    asked: Asked
    sql_run: str
    count: int
    hours: frozenset[int]
    runs: int
    seconds: float


def often_asked(source: DataSource, organization_id: int, *, since: dt.datetime) -> list[Asking]:
    """What was asked since then and may be kept, the most costly shapes of it. Three queries."""
    executions = AnalyticsQuery.objects.filter(
        REPEATABLE,
        organization=organization_id,
        source=source,
        created_at__gte=since,
        status=ExecutionStatus.SUCCESS,
        keepable=True,
        user__isnull=False,
    ).order_by()
    shapes = (
        executions.values("fingerprint")
        .annotate(count=Count("status", filter=ASKING), runs=Count("status", filter=RUN), time=_time())
        .filter(count__gt=0, runs__gt=0, time__gte=F("runs") * LEAST_MILLISECONDS)
        .order_by((F("count") * F("time") / F("runs")).desc())[:SHAPES]
    )
    found = executions.filter(fingerprint__in=[shape["fingerprint"] for shape in shapes])
    groups = list(_grouped(found))
    last = _last_of(found, groups)
    return [
        _asking(group, row)
        for group in groups
        if (row := last.get((*_key(group), group["last"]))) is not None
    ]


def _time() -> Sum:
    return Sum("milliseconds", filter=RUN)


def _with_text(executions: QuerySet[AnalyticsQuery]) -> QuerySet[AnalyticsQuery]:
    """A person's SQL is told apart by its text; what was made of words by the words."""
    text = Case(
        When(generated_by=GeneratedBy.PERSON, then=F("sql")), default=Value(""), output_field=TextField()
    )
    return executions.annotate(text=text)


def _grouped(executions: QuerySet[AnalyticsQuery]) -> Iterable[Mapping[str, Any]]:
    return (
        _with_text(executions)
        .values(*GROUP)
        .annotate(
            count=Count(TruncMinute("created_at"), filter=ASKING, distinct=True),
            hours=ArrayAgg(ExtractHour("created_at", tzinfo=dt.UTC), filter=ASKING, distinct=True),
            last=Max("created_at", filter=ASKING),
            runs=Count("status", filter=RUN),
            time=_time(),
        )
        .filter(count__gt=0)
        .order_by("-count", "-last")[:GROUPS]
    )


def _last_of(
    executions: QuerySet[AnalyticsQuery], groups: list[Mapping[str, Any]]
) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """The last asking of each group."""
    rows = _with_text(executions).filter(ASKING, created_at__in=[group["last"] for group in groups])
    return {
        (*_key(row), row["created_at"]): row for row in rows.values(*GROUP, "sql", "sql_run", "created_at")
    }


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in GROUP)


def _asking(group: Mapping[str, Any], last: Mapping[str, Any]) -> Asking:
    return Asking(
        user_id=group["user"],
        role=group["role"],
        asked=Asked(group["generated_by"], group["question"], last["sql"], last["created_at"]),
        sql_run=last["sql_run"],
        count=group["count"],
        hours=frozenset(map(int, group["hours"])),
        runs=group["runs"],
        seconds=(group["time"] or 0.0) / 1000,
    )
