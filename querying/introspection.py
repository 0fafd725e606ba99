"""What a data source is made of, as its own catalog tells: the snapshot that policies and drafts rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from querying.catalog import ColumnType, ForeignKey, TableKey

TABLE_KINDS = ("table", "partitioned")
"""Kinds that the first introspection lists; views and foreign tables wait for staff."""


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """`labels` are an enum's. `distinct` is an estimate (None: unknown), `values` the most common values,
    where the database keeps them and the table is shared: of others they would tell of other organizations.
    """

    name: str
    type: ColumnType
    sql_type: str
    nullable: bool = True
    comment: str = ""
    labels: tuple[str, ...] = ()
    distinct: int | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A relation; `kind` is table, partitioned, view, materialized_view or foreign."""

    schema: str
    name: str
    kind: str
    columns: tuple[SourceColumn, ...]
    comment: str = ""
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    row_estimate: int = 0
    readable: bool = True  # whether the role that introspected may select from it
    of_extension: bool = False

    @property
    def key(self) -> TableKey:
        return (self.schema, self.name)

    @property
    def is_listed_at_first(self) -> bool:
        return self.kind in TABLE_KINDS and self.readable and not self.of_extension

    def column(self, name: str) -> SourceColumn | None:
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class SourceCatalog:
    """All relations outside the system's own schemas, by schema and name."""

    default_schema: str
    tables: tuple[SourceTable, ...]
    server_version: str = ""

    def __iter__(self) -> Iterator[SourceTable]:
        return iter(self.tables)

    def table(self, key: TableKey) -> SourceTable | None:
        return next((table for table in self.tables if table.key == key), None)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def catalog_from_json(data: dict[str, Any]) -> SourceCatalog:
    """The catalog that `as_json` stored; an empty dict is a source not introspected yet."""
    return SourceCatalog(
        default_schema=data.get("default_schema", "public"),
        tables=tuple(_table(table) for table in data.get("tables", ())),
        server_version=data.get("server_version", ""),
    )


def without_values(column: SourceColumn) -> SourceColumn:
    """The column without samples, for those that could tell of somebody."""
    return replace(column, values=())


def _table(data: dict[str, Any]) -> SourceTable:
    return SourceTable(
        **data
        | {
            "columns": tuple(_column(column) for column in data["columns"]),
            "primary_key": tuple(data["primary_key"]),
            "unique_keys": tuple(tuple(key) for key in data["unique_keys"]),
            "foreign_keys": tuple(_foreign_key(key) for key in data["foreign_keys"]),
        }
    )


def _column(data: dict[str, Any]) -> SourceColumn:
    return SourceColumn(
        **data
        | {"type": ColumnType(data["type"]), "labels": tuple(data["labels"]), "values": tuple(data["values"])}
    )


def _foreign_key(data: dict[str, Any]) -> ForeignKey:
    return ForeignKey(
        tuple(data["columns"]), (data["to_table"][0], data["to_table"][1]), tuple(data["to_columns"])
    )
