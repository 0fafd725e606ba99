"""What the organization's words mean in its data: tables, joins, dimensions, metrics, segments, events.

Plain Python and frozen: one model is built for one asker (from the knowledge base and the asker's
`CatalogView`), so nothing in it is beyond what the asker may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from querying.catalog import ColumnType, TableKey

LANGUAGES = ("en", "fr")


class ColumnRole(StrEnum):
    DIMENSION = "dimension"
    MEASURE = "measure"
    TIME = "time"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Words:
    """How people name a thing, by language. A bundle's plain value stands under every language."""

    label: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)

    def label_in(self, language: str, default: str = "") -> str:
        return self.label.get(language) or next(iter(self.label.values()), default)

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Every (language, phrase) by which the thing may be named, label first."""
        for language, label in self.label.items():
            yield language, label
        for language, synonyms in self.synonyms.items():
            for synonym in synonyms:
                yield language, synonym


@dataclass(frozen=True, slots=True)
class SemanticColumn:
    name: str
    type: ColumnType
    role: ColumnRole
    words: Words
    unit: str = ""
    values: tuple[str, ...] = ()  # values that staff declared; the value index holds those found
    masked: bool = False


@dataclass(frozen=True, slots=True)
class SemanticTable:
    key: TableKey
    words: Words
    columns: tuple[SemanticColumn, ...]
    primary_key: tuple[str, ...] = ()
    # A column, or joins and a column of the table they lead to: `item_order.created_at` (joins.field_named).
    time_column: str | None = None
    currency_column: str | None = None
    owner_column: str | None = None
    row_estimate: int = 0

    def column(self, name: str) -> SemanticColumn | None:
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Join:
    """From many to one (`N:1`), or one to one (`1:1`): following it never multiplies rows."""

    name: str
    from_table: TableKey
    to_table: TableKey
    on: tuple[tuple[str, str], ...]  # (column of from_table, column of to_table)
    cardinality: str = "N:1"
    words: Words = field(default_factory=Words)  # the role it plays: "origin airport"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A named expression over one table to group and filter by."""

    name: str
    table: TableKey
    sql: str
    words: Words
    type: ColumnType = ColumnType.TEXT
    version: int = 1


@dataclass(frozen=True, slots=True)
class Metric:
    """An aggregate over one table (`table` and `sql`), or a `formula` over other metrics by name."""

    name: str
    words: Words
    table: TableKey | None = None
    sql: str = ""
    formula: str = ""
    filters: tuple[str, ...] = ()
    time_column: str | None = None
    currency_column: str | None = None
    unit: str = ""  # EUR, %, minutes, ...; empty for a plain count
    approved: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """A segment of the knowledge base: "active user" as a condition over one table."""

    name: str
    table: TableKey
    filter: str
    words: Words
    version: int = 1


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: the rows of `table` whose `name_column` is `value`."""

    name: str
    table: TableKey
    name_column: str
    value: str
    time_column: str
    actor_column: str | None
    words: Words
    version: int = 1


@dataclass(frozen=True, slots=True)
class FunnelSteps:
    """A funnel of the knowledge base: names of event kinds of one table, in order."""

    name: str
    steps: tuple[str, ...]
    words: Words
    version: int = 1


@dataclass(frozen=True, slots=True)
class People:
    """The audience: who can be written to, and the columns of their addresses ("" for none).

    Addresses may be masked for the asker: they are read at send time only, never for an answer.
    """

    table: TableKey
    id: str
    email: str = ""
    phone: str = ""
    locale: str = ""
    name: str = ""


@dataclass(frozen=True)
class SemanticModel:
    """One data source in the asker's words. Lookups by exact name; linking is the planner's work."""

    data_source_id: int
    data_source_name: str
    default_schema: str
    tables: Mapping[TableKey, SemanticTable] = field(default_factory=dict)
    joins: Mapping[str, Join] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    segments: Mapping[str, NamedFilter] = field(default_factory=dict)
    events: Mapping[str, EventKind] = field(default_factory=dict)
    funnels: Mapping[str, FunnelSteps] = field(default_factory=dict)
    audience: People | None = None
    engine: str = "postgresql"  # whose SQL the compiler's is carried over to

    def joins_from(self, table: TableKey) -> tuple[Join, ...]:
        return tuple(join for join in self.joins.values() if join.from_table == table)
