"""What is made of a query's numbers after they are measured: averages per unit, shares, comparisons.

Each is one optional part of a `SemanticQuery`; `knowledge.semantic.deriving` turns it into SQL.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # query.py holds these as a part
    from knowledge.semantic.query import ColumnField, Condition, Grain, Period, SegmentCondition


class Summary(StrEnum):
    """What is told of one number per unit."""

    AVERAGE = "average"
    MEDIAN = "median"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"


class CalendarPart(StrEnum):
    """Parts of the calendar that come round again."""

    WEEKDAY = "weekday"
    HOUR = "hour"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class PerUnit:
    """The number per calendar unit of the whole period, units without rows being 0."""

    grain: Grain
    summary: Summary = Summary.AVERAGE


@dataclass(frozen=True, slots=True)
class PerGroup:
    """The number per group of the query's `group_by`, over the groups that have any row."""

    summary: Summary = Summary.AVERAGE


@dataclass(frozen=True, slots=True)
class ShareOf:
    """What share the rows under `part` have of the query's number; without it, each group of the total."""

    part: tuple[Condition | SegmentCondition, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """The number beside that of an earlier `period`; `cut`: both end where the running one stands."""

    period: Period
    cut: bool = False


@dataclass(frozen=True, slots=True)
class ByCalendarPart:
    """The number by weekday, hour of the day or month of the year; `first`: the highest or lowest alone."""

    part: CalendarPart
    descending: bool | None = None  # None: in the calendar's order


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many people took each of the `steps` (event kinds of one table) after those before it.

    `name` is the knowledge base's funnel that it is, if it is one.
    """

    steps: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """Of the people first seen in each unit, how many were there again one, two, ... units later.

    The query's one metric counts `actor`; units from `until` on are not over yet and left out.
    """

    grain: Grain
    actor: ColumnField
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Turnover:
    """Of the people of each unit, how many were there in the next one: `lost` asks for those who were not."""

    grain: Grain
    actor: ColumnField
    until: dt.datetime
    lost: bool = True


@dataclass(frozen=True, slots=True)
class TopPerGroup:
    """The first `count` of each group of the first `outer` groupings (of a list: of its first columns).

    The query's one order says by what; ties are broken by name, and told.
    """

    count: int
    outer: int = 1


@dataclass(frozen=True, slots=True)
class RunningTotal:
    """Beside the number of each calendar unit the sum of all up to it."""


@dataclass(frozen=True, slots=True)
class ChangeByUnit:
    """Beside the number of each calendar unit that of the unit before, and the change."""


Derivation = (
    PerUnit
    | PerGroup
    | ShareOf
    | ComparedWith
    | ByCalendarPart
    | Funnel
    | Retention
    | Turnover
    | TopPerGroup
    | RunningTotal
    | ChangeByUnit
)
