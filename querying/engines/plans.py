"""What a database says it would do for a query, in words that all engines share. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from querying.catalog import TableKey


class Step(StrEnum):
    """What a step of a plan does; steps that only hand rows on are folded into the one below."""

    SCAN = "scan"
    INDEX = "index"
    INDEX_ONLY = "index_only"
    COMMON_TABLE = "common_table"
    ROWS_MADE = "rows_made"
    NESTED_LOOP = "nested_loop"
    HASH_JOIN = "hash_join"
    MERGE_JOIN = "merge_join"
    SORT = "sort"
    GROUP = "group"
    WINDOW = "window"
    DISTINCT = "distinct"
    LIMIT = "limit"
    UNION = "union"
    SET_OPERATION = "set_operation"
    RECURSION = "recursion"
    FILTER = "filter"
    OTHER = "other"


SCANS = (Step.SCAN, Step.INDEX, Step.INDEX_ONLY)
JOINS = (Step.NESTED_LOOP, Step.HASH_JOIN, Step.MERGE_JOIN)


class Shape(StrEnum):
    """How a condition uses its column: what an index could do for it."""

    EQUAL = "equal"
    RANGE = "range"
    WRAPPED = "wrapped"  # in a function, a cast or a sum: an index on the bare column is no help
    AS_TEXT = "as_text"  # read as text: wrapped, unless the column is of a kind of text anyway
    JOIN = "join"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column as a plan names it; `table` None where it is not a base table's."""

    table: TableKey | None
    name: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the conditions that all must hold, or one key of a sort or group.

    `text` is SQL without prefixes and casts; `known` says that all its columns were found, without which it
    must not be shown. `value` is the constant of an EQUAL, as text.
    """

    text: str
    columns: tuple[PlanColumn, ...] = ()
    shape: Shape = Shape.OTHER
    value: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Actual:
    """What really happened, summed over all repetitions; the time includes what is below.

    `rows` is None where they were not counted; where the step's own time was not, it `is_measured` no more
    than by the steps below it.
    """

    rows: float | None
    loops: float
    milliseconds: float
    spilled: bool = False  # to disk, for want of memory
    is_measured: bool = True


@dataclass(frozen=True, slots=True)
class PlanNode:
    """One step. `cost` (the engine's own unit) includes what is below; `rows` is for one repetition.

    Both are None where the engine does not tell.

    `repeated`: under a nested loop, done for each row of the step before; `subquery`: a subplan of the step.
    `partitions`: how many of how many parts of the table are read.
    """

    step: Step
    cost: float | None
    rows: float | None
    width: int = 0
    table: TableKey | None = None
    name: str = ""
    index: tuple[str, ...] = ()
    found_by: tuple[Condition, ...] = ()
    filters: tuple[Condition, ...] = ()
    joined_by: tuple[Condition, ...] = ()
    keys: tuple[Condition, ...] = ()
    join: str = "inner"
    partitions: tuple[int, int] | None = None
    subquery: bool = False
    actual: Actual | None = None
    children: tuple[PlanNode, ...] = ()

    def walk(self) -> Iterator[PlanNode]:
        """All steps in the order in which they give their first row."""
        for child in self.children:
            yield from child.walk()
        yield self

    def tables(self) -> list[TableKey]:
        """The base tables read here and below, each once."""
        return list(dict.fromkeys(node.table for node in self.walk() if node.table))


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What the catalog tells of a table: its size, and which columns its indexes begin with, in order.

    A column of an index that is an expression is the empty string.
    """

    rows: int
    indexes: tuple[tuple[str, ...], ...] = ()
    partitioned_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """How the statements that would help are written; empty where whoever runs the database has none.

    `index` has places for {name}, {table} and {columns}, `statistics` for {table}. Names are put in `quote`:
    all of them where `quotes_all`. Of the types in `lengths` an index takes the first characters alone.
    """

    index: str = ""
    statistics: str = ""
    quote: str = '"'
    quotes_all: bool = False
    names_schema: bool = False
    lengths: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps, and the facts of the tables they read. `milliseconds` only where the query really ran."""

    root: PlanNode
    tables: Mapping[TableKey, TableFacts] = field(default_factory=dict)
    milliseconds: float | None = None
    advice: Advice = field(default_factory=Advice)
