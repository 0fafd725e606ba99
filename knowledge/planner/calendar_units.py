"""Calendar units: their first moments, and stepping from one to another. Naive local times throughout."""

from __future__ import annotations

import calendar
import datetime as dt

from knowledge.semantic.query import Grain, Period


def start_of(grain: Grain, moment: dt.datetime, week_start: int = 0) -> dt.datetime:
    """The first moment of the unit that holds `moment`; `week_start` 0 is Monday."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if grain is Grain.HOUR:
        return day.replace(hour=moment.hour)
    if grain is Grain.WEEK:
        return day - dt.timedelta(days=(day.weekday() - week_start) % 7)
    if grain is Grain.MONTH:
        return day.replace(day=1)
    if grain is Grain.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if grain is Grain.YEAR:
        return day.replace(month=1, day=1)
    return day


def step(moment: dt.datetime, grain: Grain, count: int) -> dt.datetime:
    """`count` units later (or earlier); a day that the month lacks becomes its last.

    Raises ValueError or OverflowError outside the years 1 to 9999.
    """
    if grain is Grain.HOUR:
        return moment + dt.timedelta(hours=count)
    if grain is Grain.DAY:
        return moment + dt.timedelta(days=count)
    if grain is Grain.WEEK:
        return moment + dt.timedelta(weeks=count)
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[grain] * count
    total = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        raise ValueError("outside the calendar")
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def unit_period(grain: Grain, start: dt.datetime) -> Period:
    """The one calendar unit that begins at `start`."""
    return Period(start, step(start, grain, 1), grain=grain)
