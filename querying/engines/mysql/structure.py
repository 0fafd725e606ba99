"""What a MySQL database is made of, as its information_schema shows it to the role."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from querying.catalog import ColumnType, ForeignKey, TableKey
from querying.engines.mysql.addresses import Ask
from querying.introspection import SourceCatalog, SourceColumn, SourceTable

COMMON_VALUES = 50
LOOKED_AT = 20_000
SAMPLED_ROWS = 50
LOOKING_SECONDS = 30

_TABLES = """
SELECT table_name, table_type, coalesce(table_rows, 0), table_comment FROM information_schema.tables
WHERE table_schema = %s ORDER BY table_name
"""
_COLUMNS = """
SELECT table_name, column_name, data_type, column_type, is_nullable, column_comment
FROM information_schema.columns WHERE table_schema = %s ORDER BY table_name, ordinal_position
"""
_KEYS = """
SELECT table_name, index_name, column_name, sub_part FROM information_schema.statistics
WHERE table_schema = %s AND non_unique = 0 ORDER BY table_name, index_name, seq_in_index
"""
_REFERENCES = """
SELECT table_name, constraint_name, column_name, referenced_table_name, referenced_column_name
FROM information_schema.key_column_usage
WHERE table_schema = %s AND referenced_table_schema = table_schema
ORDER BY table_name, constraint_name, ordinal_position
"""


def read_structure(ask: Ask, database: str) -> SourceCatalog:
    """Tables and views with columns, keys and common values. Raises pymysql.Error."""
    columns = defaultdict(list)
    for table, *described in ask(_COLUMNS, database):
        columns[table].append(_column(described))
    keys = _grouped(ask(_KEYS, database))
    references = _grouped(ask(_REFERENCES, database))
    until = time.monotonic() + LOOKING_SECONDS
    tables = tuple(
        _table(ask, database, row, columns[row[0]], keys, references, until)
        for row in ask(_TABLES, database)
        if columns[row[0]]
    )
    return SourceCatalog(database, tables, str(ask("SELECT VERSION()")[0][0]))


def _column(described: list[Any]) -> SourceColumn:
    from querying.engines.mysql.types import type_by_name  # it imports the driver

    name, data_type, column_type, nullable, comment = described
    labels = ()
    if data_type == "enum":
        labels = tuple(each.replace("''", "'") for each in re.findall(r"'((?:[^']|'')*)'", column_type))
    return SourceColumn(
        name=name,
        type=type_by_name(data_type, column_type),
        sql_type=data_type,
        nullable=nullable == "YES",
        comment=comment or "",
        labels=labels,
    )


def _grouped(rows: list[tuple[Any, ...]]) -> dict[str, dict[str, list[tuple[Any, ...]]]]:
    found: dict[str, dict[str, list[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(list))
    for table, name, *rest in rows:
        found[table][name].append(tuple(rest))
    return found


def _table(
    ask: Ask,
    database: str,
    row: tuple[Any, ...],
    columns: list[SourceColumn],
    keys: dict[str, dict[str, list[tuple[Any, ...]]]],
    references: dict[str, dict[str, list[tuple[Any, ...]]]],
    until: float,
) -> SourceTable:
    name, kind, rows, comment = row
    whole = {
        index: tuple(column for column, part in parts)
        for index, parts in keys[name].items()
        if all(column is not None and part is None for column, part in parts)
    }
    is_table = kind in ("BASE TABLE", "SYSTEM VERSIONED")
    return SourceTable(
        schema=database,
        name=name,
        kind="table" if is_table else "view",
        columns=tuple(
            _with_values(ask, name, column, rows, until) if is_table else column for column in columns
        ),
        comment="" if kind == "VIEW" else comment or "",
        primary_key=whole.get("PRIMARY", ()),
        unique_keys=tuple(of for index, of in whole.items() if index != "PRIMARY"),
        foreign_keys=tuple(
            ForeignKey(
                tuple(own for own, _target, _to in parts),
                (database, parts[0][1]),
                tuple(to for _own, _target, to in parts),
            )
            for parts in references[name].values()
        ),
        row_estimate=int(rows),
    )


def _with_values(ask: Ask, table: str, column: SourceColumn, rows: int, until: float) -> SourceColumn:
    """The column with its values where they are few, by the first rows and while the time for it lasts."""
    if column.type is not ColumnType.TEXT or time.monotonic() > until:
        return column
    name = quoted(column.name)
    sql = (
        f"SELECT v FROM (SELECT {name} AS v FROM {quoted(table)} LIMIT {LOOKED_AT}) AS looked_at "  # noqa: S608
        f"WHERE v IS NOT NULL GROUP BY v ORDER BY count(*) DESC, v LIMIT {COMMON_VALUES + 1}"
    )
    import pymysql  # loaded where a source needs it

    try:
        values = [str(value) for (value,) in ask(sql)]
    except pymysql.Error:  # no right to read it: its name is all that is known
        return column
    few = 0 < len(values) <= COMMON_VALUES
    return SourceColumn(
        column.name,
        column.type,
        column.sql_type,
        column.nullable,
        column.comment,
        column.labels,
        distinct=len(values) if few and rows <= LOOKED_AT else None,
        values=tuple(values) if few else (),
    )


def read_samples(ask: Ask, catalog: SourceCatalog) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
    """A few values of each text column, where they may be read."""
    import pymysql  # loaded where a source needs it

    samples: dict[TableKey, dict[str, tuple[str, ...]]] = {}
    until = time.monotonic() + LOOKING_SECONDS
    for table in catalog:
        texts = [column.name for column in table.columns if column.type is ColumnType.TEXT]
        if not table.is_listed_at_first or not texts or time.monotonic() > until:
            continue
        picked = ", ".join(f"left({quoted(name)}, 200)" for name in texts)
        try:
            rows = ask(f"SELECT {picked} FROM {quoted(table.name)} LIMIT {SAMPLED_ROWS}")  # noqa: S608
        except pymysql.Error:  # no right to read it: classified by its columns' names alone
            continue
        samples[table.key] = {
            name: tuple(str(row[place]) for row in rows if row[place]) for place, name in enumerate(texts)
        }
    return samples


def quoted(name: str) -> str:
    """An identifier as SQL takes it."""
    return "`" + name.replace("`", "``") + "`"
