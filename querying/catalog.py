"""What one asker may see of one data source: the single answer for prompts, guard and planner alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ColumnType(StrEnum):
    """Types as they travel on the wire (contracts.md)."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TIMESTAMPTZ = "timestamptz"
    INTERVAL = "interval"
    JSON = "json"
    ARRAY = "array"
    BYTES = "bytes"


TableKey = tuple[str, str]
"""(schema, table), exactly as the database spells them."""


@dataclass(frozen=True, slots=True)
class CatalogColumn:
    """A column the asker may name. A `masked` one is there, but its values are not."""

    name: str
    type: ColumnType
    sql_type: str  # as the database prints it, schema-qualified where needed: numeric(10,2), public.citext
    nullable: bool = True
    masked: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    columns: tuple[str, ...]
    to_table: TableKey
    to_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnEquals:
    """Rows whose column holds the asker's value; no row at all when there is no value."""

    column: str
    value: str | None
    sql_type: str


@dataclass(frozen=True, slots=True)
class ThroughForeignKey:
    """Rows that point to a permitted row of another table: order items by their order."""

    columns: tuple[str, ...]
    to_table: TableKey
    to_columns: tuple[str, ...]
    filters: tuple[RowFilter, ...]


RowFilter = ColumnEquals | ThroughForeignKey


@dataclass(frozen=True, slots=True)
class CatalogTable:
    """A base table the asker may read: permitted columns, of the rows that pass every filter.

    A filter may name a column that is not among the permitted ones. `hidden_columns` exist but are not
    for this asker: naming one is refused as "you may not see this", never as "there is none".
    """

    schema: str
    name: str
    columns: tuple[CatalogColumn, ...]
    filters: tuple[RowFilter, ...] = ()
    hidden_columns: frozenset[str] = frozenset()
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    row_estimate: int = 0
    _by_name: dict[str, CatalogColumn] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    @property
    def key(self) -> TableKey:
        return (self.schema, self.name)

    def column(self, name: str) -> CatalogColumn | None:
        return self._by_name.get(name)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class CatalogView:
    """The permitted part of a source. Names are case-sensitive and unquoted."""

    engine: str  # "postgresql"; the kinds are the files of querying/engines
    default_schema: str
    tables: Mapping[TableKey, CatalogTable]
    time_zone: str = "UTC"
    hidden_tables: frozenset[TableKey] = field(default_factory=frozenset)
    # Types of extensions that staff listed, by (schema, type), whose operators the guard may print qualified.
    extension_types: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def __iter__(self) -> Iterator[CatalogTable]:
        return iter(self.tables.values())

    def table(self, schema: str | None, name: str) -> CatalogTable | None:
        """The table as SQL would find it: an unqualified name means the default schema."""
        return self.tables.get((schema or self.default_schema, name))
