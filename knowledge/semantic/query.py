"""A question's meaning, before any SQL: what to measure, by what, over which rows.

The planner writes it, the `query_metrics` tool writes it, the compiler turns it into SQL; it can be kept,
compared and refined ("and by month?").
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from knowledge.semantic.derivation import Derivation
from querying.catalog import TableKey


class Grain(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Function(StrEnum):
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    SUM = "sum"
    AVERAGE = "average"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    MEDIAN = "median"


class Operator(StrEnum):
    EQUALS = "="
    NOT_EQUALS = "!="
    IN = "in"
    NOT_IN = "not in"
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    BETWEEN = "between"  # both ends included
    CONTAINS = "contains"
    IS_NULL = "is null"
    IS_NOT_NULL = "is not null"


Value = str | int | float | bool | dt.date | dt.datetime


@dataclass(frozen=True, slots=True)
class ColumnField:
    """A column, reached from the query's table by the named joins in turn (none: its own column)."""

    table: TableKey
    column: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DimensionField:
    """A dimension of the knowledge base, reached by the named joins in turn."""

    name: str
    path: tuple[str, ...] = ()


Field = ColumnField | DimensionField


@dataclass(frozen=True, slots=True)
class MetricMeasure:
    name: str


@dataclass(frozen=True, slots=True)
class AggregateMeasure:
    """An aggregate that no metric defines: `field` is None for a count of rows of `table`."""

    function: Function
    table: TableKey
    field: Field | None = None


Measure = MetricMeasure | AggregateMeasure


@dataclass(frozen=True, slots=True)
class Grouping:
    field: Field
    grain: Grain | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    field: Field
    operator: Operator
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentCondition:
    """Rows that are (not) in a named filter of the knowledge base."""

    name: str
    path: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open [start, end) in the asker's time zone, on each measure's time column, or on `field`."""

    start: dt.datetime | None  # naive local time; None: from the beginning
    end: dt.datetime | None  # None: to the end
    field: Field | None = None
    grain: Grain | None = None  # the calendar unit it names, if any: "last quarter" -> quarter


@dataclass(frozen=True, slots=True)
class RelatedCondition:
    """Rows of `parent` at which rows of `table` point: some, none, or so many of them, or so much in all.

    `path` leads from `table` to `parent`, `to` from the query's own table to `parent` (none: it is that).
    With an `operator`, the number of rows, or the sum of `amount`, is compared with `values`; who has no row
    has 0 of them. `negated` turns the whole round.
    """

    parent: TableKey
    table: TableKey
    path: tuple[str, ...]
    to: tuple[str, ...] = ()
    where: tuple[Condition | SegmentCondition, ...] = ()
    period: Period | None = None
    negated: bool = False
    operator: Operator | None = None
    values: tuple[Value, ...] = ()
    amount: Field | None = None


RowCondition = Condition | SegmentCondition | RelatedCondition


@dataclass(frozen=True, slots=True)
class MeasureCondition:
    """A bound on an aggregate (HAVING): more than 100 orders."""

    measure: int  # index into `measures`
    operator: Operator
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """By a measure or by a grouping (index), one of them. In a list, `grouping` counts its columns."""

    measure: int | None = None
    grouping: int | None = None
    descending: bool = True


@dataclass(frozen=True, slots=True)
class SemanticQuery:
    """Measures by groupings; or, with no measure, a list of rows of `table` with `columns`."""

    table: TableKey | None = None  # the table counted or listed; None where metrics tell
    measures: tuple[Measure, ...] = ()
    group_by: tuple[Grouping, ...] = ()
    columns: tuple[Field, ...] = ()
    where: tuple[RowCondition, ...] = ()
    period: Period | None = None
    having: tuple[MeasureCondition, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    distinct: bool = False  # of a list of rows
    derived: Derivation | None = None  # what is made of the numbers once measured
