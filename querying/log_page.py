"""The query log as its pages draw it: numbers in words, bars in percent, nobody's personal data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.actor import Actor
from accounts.privacy import mask_personal_data
from querying.enums import GeneratedBy
from querying.limits import Purpose
from querying.models import AnalyticsQuery
from querying.query_log import Day, Log
from querying.ready.report import Report

CHART_HEIGHT = 100
SLOT = 10  # width of a day, of which its bar takes 8
SHOWN_SQL = 300
SHOWN_NAME = 90


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its executions as a bar of three parts. Lengths are texts, the same in every language."""

    label: str
    x: int
    good_y: str
    good_height: str
    failed_y: str
    failed_height: str
    refused_y: str
    refused_height: str
    count: str
    failed: str
    refused: str
    median: str
    slow: str


@dataclass(frozen=True, slots=True)
class Line:
    """One query of a list, or of a group: `sql` short and without personal data."""

    query: AnalyticsQuery
    sql: str
    question: str
    person: str
    time: str
    rows: str
    count: int = 0
    total: str = ""


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """A query kept ready, called by its question or the beginning of its SQL."""

    query: AnalyticsQuery
    told: str
    takes: str
    spared: str
    saved: str


@dataclass(frozen=True, slots=True)
class ReadyTold:
    lines: tuple[ReadyLine, ...]
    spared: int
    saved_told: str
    spent_told: str


def figures_of(log: Log) -> tuple[Figure, ...]:
    """The period in numbers: the days' typical times weighed by their counts, the slowest day's slow time."""
    count, failed, refused = (
        sum(getattr(day, name) for day in log.days) for name in ("count", "failed", "refused")
    )
    slowest = max((day.slow for day in log.days if day.slow is not None), default=None)
    medians = [(day.median, day.count) for day in log.days if day.median is not None]
    weight = sum(number for _median, number in medians)
    typical = sum(median * number for median, number in medians) / weight if weight else None
    return (
        Figure(_("Queries"), amount(count)),
        Figure(_("Typical time"), duration(typical), _("half of them took less, on the average day")),
        Figure(_("Slow"), duration(slowest), _("1 in 20 took longer, on the slowest day")),
        Figure(pgettext("queries", "Failed"), amount(failed), _share(failed, count)),
        Figure(_("Refused"), amount(refused), _share(refused, count)),
    )


def bars_of(days: Sequence[Day]) -> tuple[tuple[Bar, ...], str]:
    """A bar a day, and the number of queries that the highest stands for."""
    highest = max((day.count for day in days), default=0)
    scale = CHART_HEIGHT / highest if highest else 0
    return tuple(_bar(number, day, scale) for number, day in enumerate(days)), amount(highest)


def ticks_of(days: Sequence[Day]) -> tuple[str, ...]:
    """The first, the middle and the last day."""
    ends = (days[0], days[len(days) // 2], days[-1]) if len(days) > 2 else tuple(days)
    return tuple(date_format(day.day, "MONTH_DAY_FORMAT") for day in ends)


def lines_of(log: Log, actor: Actor) -> tuple[Line, ...]:
    """The list of the view."""
    if log.groups:
        return tuple(
            line_of(
                group.query,
                actor,
                milliseconds=group.mean,
                count=group.count,
                total=duration(group.total),
            )
            for group in log.groups
        )
    return tuple(line_of(query, actor, milliseconds=query.milliseconds) for query in log.queries)


def line_of(
    query: AnalyticsQuery, actor: Actor, *, milliseconds: float | None, count: int = 0, total: str = ""
) -> Line:
    sql = shown_sql(query, actor)
    return Line(
        query=query,
        sql=sql if len(sql) <= SHOWN_SQL else f"{sql[:SHOWN_SQL]} …",
        question=query.question,
        person=person_of(query),
        time=duration(milliseconds),
        rows=amount(query.row_count) if query.row_count is not None else "",
        count=count,
        total=total,
    )


def ready_of(report: Report, actor: Actor) -> ReadyTold:
    """What is kept ready, in words."""
    lines = tuple(
        ReadyLine(
            query=ready.query,
            told=_short(ready.query.question or " ".join(shown_sql(ready.query, actor).split())),
            takes=duration(ready.mean or None),
            spared=amount(ready.spared),
            saved=duration(ready.saved) if ready.spared else "–",
        )
        for ready in report.queries
    )
    return ReadyTold(lines, report.spared, duration(report.saved), duration(report.spent))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_NAME else f"{text[: SHOWN_NAME - 1]}…"


def shown_sql(query: AnalyticsQuery, actor: Actor) -> str:
    """The SQL as it was written; of others without what looks like personal data."""
    return query.sql if query.user_id == actor.user_id else mask_personal_data(query.sql)


def person_of(query: AnalyticsQuery) -> str:
    return str(query.user) if query.user else _("Nobody: a command, or somebody who has left")


def told_origin(query: AnalyticsQuery) -> str:
    """Who wrote the SQL, and what it was run for, as far as it is known."""
    writers: dict[str, str] = {
        GeneratedBy.PLANNER: _("written by the planner"),
        GeneratedBy.MODEL: _("written by a model"),
        GeneratedBy.PERSON: _("written by hand"),
        GeneratedBy.SYSTEM: _("written by the system"),
    }
    purposes: dict[str, str] = {
        Purpose.CHAT: _("for a question"),
        Purpose.WORKBENCH: _("in the workbench"),
        Purpose.EXPORT: _("for a file"),
        Purpose.AUDIENCE: _("for a segment"),
        Purpose.REFRESH: _("to keep it ready"),
    }
    by = " · ".join(filter(None, (writers.get(query.generated_by), query.model)))
    return ", ".join(filter(None, (by, purposes.get(query.purpose))))


def duration(milliseconds: float | None) -> str:
    """A time as one reads it: 3 ms, 1.4 s, 2 min."""
    if milliseconds is None:
        return "–"
    if milliseconds < 1000:
        return _("%(number)s ms") % {"number": amount(milliseconds, 0 if milliseconds >= 10 else 1)}
    if milliseconds < 120_000:
        return _("%(number)s s") % {"number": amount(milliseconds / 1000, 1)}
    return _("%(number)s min") % {"number": amount(milliseconds / 60_000)}


def amount(value: float, places: int = 0) -> str:
    return number_format(round(value, places), places, use_l10n=True, force_grouping=True)


def _share(part: int, whole: int) -> str:
    if not part:
        return ""
    share = amount(part / whole * 100, 1)
    return _("%(share)s%% of queries") % {"share": share}


def _bar(number: int, day: Day, scale: float) -> Bar:
    refused, failed = day.refused * scale, day.failed * scale
    good = day.count * scale - refused - failed
    return Bar(
        label=_day(day.day),
        x=number * SLOT + 1,
        good_y=f"{CHART_HEIGHT - good:.2f}",
        good_height=f"{good:.2f}",
        failed_y=f"{CHART_HEIGHT - good - failed:.2f}",
        failed_height=f"{failed:.2f}",
        refused_y=f"{CHART_HEIGHT - good - failed - refused:.2f}",
        refused_height=f"{refused:.2f}",
        count=amount(day.count),
        failed=amount(day.failed),
        refused=amount(day.refused),
        median=duration(day.median),
        slow=duration(day.slow),
    )


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
