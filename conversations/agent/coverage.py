"""What dates a source's data covers: told where a question asks about others."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_date

from conversations.agent.context import OpenSource, TurnContext
from conversations.agent.words import say
from knowledge.planner.calendar_units import step
from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Field,
    Function,
    Grain,
    MetricMeasure,
    Period,
    SemanticQuery,
)
from querying.catalog import TableKey
from querying.guard.guarded import GuardRefusal
from querying.results import QueryFailed


@dataclass(frozen=True, slots=True)
class Coverage:
    """The first and the last day of a table's data, in the asker's time zone."""

    table: str
    first: dt.date
    last: dt.date

    def is_outside(self, period: Period) -> bool:
        """Whether the period ends before the data begins, or begins after it ends."""
        begins_late = period.start is not None and period.start.date() > self.last
        ends_early = period.end is not None and period.end.date() <= self.first
        return begins_late or ends_early

    def nearest(self, period: Period) -> Period | None:
        """The same part of the last year that is covered: March 2013 for a March without data."""
        if period.start is None or period.end is None or period.start.date() <= self.last:
            return None
        last = dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time())
        for years in range(period.end.year - last.year, period.start.year - self.first.year + 1):
            start, end = (step(moment, Grain.YEAR, -years) for moment in (period.start, period.end))
            if end <= last:
                covered = start.date() >= self.first
                return dataclasses.replace(period, start=start, end=end) if covered else None
        return None

    def told(self, language: str) -> str:
        """The sentence for the asker."""
        first, last = (format_date(day, "long", locale=language) for day in (self.first, self.last))
        return say("covers", language, table=self.table, first=first, last=last)


def coverage_of(
    query: SemanticQuery, source: OpenSource, context: TurnContext, language: str
) -> Coverage | None:
    """The dates of the query's time column, asked of the data; None where that can't be known."""
    found = _time_field(query, source.model)
    if found is None:
        return None
    table, field = found
    ends = tuple(
        AggregateMeasure(function, table, field) for function in (Function.MINIMUM, Function.MAXIMUM)
    )
    zone = context.actor.time_zone
    try:
        compiled = compile_query(
            SemanticQuery(table=table, measures=ends),
            source.model,
            time_zone=zone,
            week_start=context.actor.week_start,
            language="en",
        )
        rows = context.execute(source, compiled.sql, "planner").result.rows
    except (CannotCompile, GuardRefusal, QueryFailed):
        return None
    days = [_day(value, zone) for value in rows[0]] if rows else []
    if len(days) != 2 or None in days:
        return None
    words = source.model.tables[table].words
    return Coverage(words.label_in(language, table[1]), days[0], days[1])  # type: ignore[arg-type]


def _time_field(query: SemanticQuery, model: SemanticModel) -> tuple[TableKey, Field] | None:
    """The column that the period was put on."""
    if (
        query.period is not None
        and isinstance(query.period.field, ColumnField)
        and not query.period.field.path
    ):
        return query.period.field.table, query.period.field
    table, column = _of_first_measure(query, model)
    if table is None:
        return None
    column = column or model.tables[table].time_column
    return (table, ColumnField(table, column)) if column else None


def _of_first_measure(query: SemanticQuery, model: SemanticModel) -> tuple[TableKey | None, str | None]:
    measure = query.measures[0] if query.measures else None
    if isinstance(measure, MetricMeasure) and measure.name in model.metrics:
        metric = model.metrics[measure.name]
        return metric.table or query.table, metric.time_column
    if isinstance(measure, AggregateMeasure):
        return measure.table, None
    return query.table, None


def _day(value: object, zone: str) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return (value.astimezone(ZoneInfo(zone)) if value.tzinfo else value).date()
    return value if isinstance(value, dt.date) else None
