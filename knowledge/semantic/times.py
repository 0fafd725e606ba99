"""Periods, with bounds typed like the column so that indexes serve, and calendar units in local time."""

from __future__ import annotations

import datetime as dt

from knowledge.semantic.literals import text_literal, time_literal
from knowledge.semantic.query import Grain, Period
from querying.catalog import ColumnType


def local_time(expression: str, type: ColumnType, time_zone: str) -> str:
    """A time as a timestamp on the asker's clock. Dates and zone-less timestamps stand as they are."""
    if type is ColumnType.TIMESTAMPTZ:
        return f"{expression} AT TIME ZONE {text_literal(time_zone)}"
    return f"{expression}::timestamp" if type is ColumnType.DATE else expression


def truncated(expression: str, type: ColumnType, grain: Grain, time_zone: str, week_start: int) -> str:
    """The calendar unit a time falls in, as its first day (its first minute for hours)."""
    local = local_time(expression, type, time_zone)
    if grain is Grain.HOUR:
        return f"date_trunc('hour', {local})"
    if grain is Grain.DAY:
        return expression if type is ColumnType.DATE else f"({local})::date"
    if grain is Grain.WEEK and week_start:
        # date_trunc knows weeks from Monday only: shift into them and back.
        days = 7 - week_start
        return f"(date_trunc('week', {local} + interval '{days} days') - interval '{days} days')::date"
    return f"date_trunc('{grain.value}', {local})::date"


def bounds(expression: str, type: ColumnType, period: Period, time_zone: str) -> list[str]:
    """The period's half-open bounds as conditions. A date column counts each day the period touches."""
    start, end = period.start, period.end
    if type is ColumnType.DATE and end is not None and end.time() != dt.time():
        end += dt.timedelta(days=1)
    conditions = []
    if start is not None:
        conditions.append(f"{expression} >= {time_literal(start, type, time_zone)}")
    if end is not None:
        conditions.append(f"{expression} < {time_literal(end, type, time_zone)}")
    return conditions
