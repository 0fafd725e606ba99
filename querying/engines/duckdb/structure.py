"""What a DuckDB file is made of, read from its own catalog; where it declares no keys, from its data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from querying.catalog import ColumnType, ForeignKey, TableKey
from querying.engines.base import SourceError
from querying.engines.duckdb.running import read
from querying.engines.duckdb.types import wire_type
from querying.introspection import SourceCatalog, SourceColumn, SourceTable
from querying.limits import Limits
from querying.results import QueryFailed, ResultSet

SCHEMA = "main"
COMMON_VALUES = 50
SAMPLED_ROWS = 50
MOST_LOOKED_AT = 200
"""Columns of a table whose values are counted."""
_LIMITS = Limits(rows=None, seconds=120, cell_bytes=10_000)
_COLUMNS = """
SELECT t.schema_name, t.table_name, coalesce(t.comment, ''), t.estimated_size,
       c.column_name, c.data_type, c.is_nullable, coalesce(c.comment, '')
FROM duckdb_tables() AS t JOIN duckdb_columns() AS c ON c.table_oid = t.table_oid
WHERE NOT t.internal AND NOT t.temporary AND t.schema_name = 'main'
ORDER BY t.table_name, c.column_index
"""

_CONSTRAINTS = """
SELECT table_name, constraint_type, constraint_column_names, referenced_table, referenced_column_names
FROM duckdb_constraints()
WHERE schema_name = 'main' AND constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
ORDER BY table_name, constraint_index
"""


@dataclass(slots=True)
class _Keys:
    """What a table declares."""

    primary: tuple[str, ...] = ()
    unique: list[tuple[str, ...]] = field(default_factory=list)
    foreign: list[ForeignKey] = field(default_factory=list)


def ask(url: str, sql: str) -> ResultSet:
    """The rows of a statement of ours. Raises SourceError."""
    try:
        return read(url, sql, _LIMITS)
    except QueryFailed as failure:
        raise SourceError(failure.message) from failure


def read_structure(url: str) -> SourceCatalog:
    """Tables with columns, row counts, keys and common values. Raises SourceError.

    Keys are those that the file declares, and single columns that the data bear out.
    """
    found: dict[tuple[str, str, int], list[SourceColumn]] = defaultdict(list)
    for _schema, table, comment, rows, column, kind, nullable, words in ask(url, _COLUMNS).rows:
        found[table, comment, rows].append(SourceColumn(column, wire_type(kind), kind, nullable, words))
    keys = _declared(url)
    tables = tuple(
        _looked_at(url, name, comment, rows, columns, keys[name])
        for (name, comment, rows), columns in found.items()
    )
    version = str(ask(url, "SELECT version()").rows[0][0])
    return SourceCatalog(SCHEMA, tables, version)


def _declared(url: str) -> defaultdict[str, _Keys]:
    """The keys of each table that declares some."""
    found: defaultdict[str, _Keys] = defaultdict(_Keys)
    for table, kind, columns, target, others in ask(url, _CONSTRAINTS).rows:
        if kind == "PRIMARY KEY":
            found[table].primary = tuple(columns)
        elif kind == "UNIQUE":
            found[table].unique.append(tuple(columns))
        else:
            found[table].foreign.append(ForeignKey(tuple(columns), (SCHEMA, target), tuple(others)))
    return found


def _looked_at(
    url: str, name: str, comment: str, rows: int, columns: list[SourceColumn], declared: _Keys
) -> SourceTable:
    """The table with what its values tell."""
    counted = [
        column
        for column in columns
        if column.type in (ColumnType.TEXT, ColumnType.INTEGER, ColumnType.BOOLEAN)
    ][:MOST_LOOKED_AT]
    distinct = _distinct(url, name, counted)
    unique = tuple(
        (column.name,)
        for column in counted
        if (column.name,) not in declared.unique
        and (column.name,) != declared.primary
        and rows > 1
        and distinct[column.name] >= 0.9 * rows
        and _is_unique(url, name, column.name)
    )
    keys = [key for key in unique if key[0] == "id" or key[0].endswith("_id") or key[0].startswith("id_")]
    first = keys[0] if keys and keys[0][0] == columns[0].name else ()
    primary = declared.primary or first
    return SourceTable(
        schema=SCHEMA,
        name=name,
        kind="table",
        columns=tuple(_with_values(url, name, column, distinct.get(column.name)) for column in columns),
        comment=comment,
        primary_key=primary,
        unique_keys=tuple(key for key in (*declared.unique, *unique) if key != primary),
        foreign_keys=tuple(declared.foreign),
        row_estimate=rows,
    )


def _distinct(url: str, table: str, columns: list[SourceColumn]) -> dict[str, int]:
    """About how many different values each column has, in one reading of the table."""
    if not columns:
        return {}
    counts = ", ".join(f"approx_count_distinct({quoted(column.name)})" for column in columns)
    (row,) = ask(url, f"SELECT {counts} FROM {_name(table)}").rows  # noqa: S608  (names are quoted)
    return dict(zip((column.name for column in columns), row, strict=True))


def _is_unique(url: str, table: str, column: str) -> bool:
    name = quoted(column)
    sql = f"SELECT count(*) = count(DISTINCT {name}) FROM {_name(table)}"  # noqa: S608  (names are quoted)
    return bool(ask(url, sql).rows[0][0])


def _with_values(url: str, table: str, column: SourceColumn, distinct: int | None) -> SourceColumn:
    if column.type is not ColumnType.TEXT or distinct is None or distinct > COMMON_VALUES:
        return SourceColumn(
            column.name, column.type, column.sql_type, column.nullable, column.comment, distinct=distinct
        )
    name = quoted(column.name)
    sql = (
        f"SELECT CAST({name} AS VARCHAR) FROM {_name(table)} WHERE {name} IS NOT NULL "  # noqa: S608
        f"GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {COMMON_VALUES}"
    )
    values = tuple(str(value) for (value,) in ask(url, sql).rows if value is not None)
    return SourceColumn(
        column.name,
        column.type,
        column.sql_type,
        column.nullable,
        column.comment,
        distinct=distinct,
        values=values,
    )


def read_samples(url: str, catalog: SourceCatalog) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
    """A few values of each text column. Raises SourceError."""
    samples: dict[TableKey, dict[str, tuple[str, ...]]] = {}
    for table in catalog:
        names = [column.name for column in table.columns if column.type is ColumnType.TEXT]
        if not names:
            continue
        picked = ", ".join(f"left(CAST({quoted(name)} AS VARCHAR), 200)" for name in names)
        sql = f"SELECT {picked} FROM {_name(table.name)} LIMIT {SAMPLED_ROWS}"  # noqa: S608  (names are quoted)
        rows = ask(url, sql).rows
        samples[table.key] = {
            name: tuple(str(row[place]) for row in rows if row[place] is not None)
            for place, name in enumerate(names)
        }
    return samples


def quoted(name: str) -> str:
    """An identifier as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def _name(table: str) -> str:
    return f"{SCHEMA}.{quoted(table)}"
