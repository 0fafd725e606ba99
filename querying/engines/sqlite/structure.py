"""What a SQLite file is made of: its schema, and, where that leaves types open, its values."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from querying.catalog import ColumnType, ForeignKey, TableKey
from querying.engines.sqlite.values import read_columns
from querying.introspection import SourceCatalog, SourceColumn, SourceTable

SCHEMA = "main"
SAMPLED_ROWS = 200
COMMON_VALUES = 50
COUNTED_ROWS = 200_000
_VISIBLE = (0, 2, 3)  # of table_xinfo's `hidden`: ordinary and generated columns

_RELATIONS = """
SELECT name, type, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_schema
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
"""


def read_structure(connection: sqlite3.Connection) -> SourceCatalog:
    """Tables and views with columns, keys and common values. Raises sqlite3.Error."""
    relations = connection.execute(_RELATIONS).fetchall()
    virtual = {name for name, _kind, is_virtual in relations if is_virtual}
    tables = [
        _table(connection, name, _kind(name, kind, virtual))
        for name, kind, _is_virtual in relations
        if not any(name.startswith(f"{each}_") for each in virtual)
    ]
    known = {table.name.lower(): table for table in tables}
    tables = [_with_references(connection, table, known) for table in tables]
    return SourceCatalog(SCHEMA, tuple(tables), sqlite3.sqlite_version)


def _kind(name: str, kind: str, virtual: set[str]) -> str:
    return "foreign" if name in virtual else kind


def _table(connection: sqlite3.Connection, name: str, kind: str) -> SourceTable:
    try:
        described = connection.execute("SELECT * FROM pragma_table_xinfo(?)", (name,)).fetchall()
        rows = _sampled(connection, name) if kind == "table" else []
        count = _count(connection, name) if kind == "table" else 0
    except sqlite3.Error:  # a view on a table that is gone, a virtual table without its module
        return SourceTable(SCHEMA, name, kind, (), readable=False)
    shown = [column for column in described if column[6] in _VISIBLE]
    types = _types(shown, rows)
    columns = tuple(
        _column(connection, name, column, types[place], count) for place, column in enumerate(shown)
    )
    primary = tuple(column[1] for column in sorted(shown, key=lambda each: each[5]) if column[5])
    return SourceTable(
        schema=SCHEMA,
        name=name,
        kind=kind,
        columns=columns,
        primary_key=primary,
        unique_keys=tuple(key for key in _unique(connection, name) if key != primary),
        row_estimate=count,
        readable=bool(columns),
    )


def _sampled(connection: sqlite3.Connection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"SELECT * FROM {quoted(name)} LIMIT {SAMPLED_ROWS}").fetchall()  # noqa: S608


def _count(connection: sqlite3.Connection, name: str) -> int:
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {quoted(name)} LIMIT {COUNTED_ROWS})"  # noqa: S608
    count = int(connection.execute(counted).fetchone()[0])
    if count < COUNTED_ROWS:
        return count
    try:
        return int(connection.execute(f"SELECT max(rowid) FROM {quoted(name)}").fetchone()[0] or count)  # noqa: S608
    except (sqlite3.Error, TypeError, ValueError):  # a table WITHOUT ROWID
        return count


def _types(shown: Sequence[tuple[Any, ...]], rows: list[tuple[Any, ...]]) -> list[tuple[ColumnType, str]]:
    """(wire's type, bare type) of each column: as declared, or as the values are where that says little."""
    declared = [declared_type(column[2] or "") for column in shown]
    if not rows or len(rows[0]) != len(shown):
        return declared
    seen, _rows = read_columns(rows, [None] * len(shown), len(shown))
    open_types = (ColumnType.TEXT, ColumnType.TIMESTAMP, ColumnType.DATE)
    dates = (ColumnType.DATE, ColumnType.TIMESTAMP)
    found = []
    for place, (kind, bare) in enumerate(declared):
        filled = any(row[place] is not None for row in rows)
        if filled and (not bare or (kind in open_types and (kind in dates or seen[place] in dates))):
            found.append((seen[place], bare or str(seen[place])))
        else:
            found.append((kind, bare or "text"))
    return found


def declared_type(declared: str) -> tuple[ColumnType, str]:
    """What a declared type wishes for (SQLite documentation, "Datatypes", 3.1), and dates by their name."""
    text = declared.lower().strip()
    if not text:
        return ColumnType.TEXT, ""
    for words, kind, bare in (
        (("timestamp", "datetime"), ColumnType.TIMESTAMP, "timestamp"),
        (("date",), ColumnType.DATE, "date"),
        (("bool",), ColumnType.BOOLEAN, "boolean"),
        (("json",), ColumnType.JSON, "json"),
        (("int",), ColumnType.INTEGER, "integer"),
        (("char", "clob", "text", "string", "uuid", "enum"), ColumnType.TEXT, "text"),
        (("blob", "binary"), ColumnType.BYTES, "blob"),
        (("real", "floa", "doub"), ColumnType.NUMBER, "double"),
        (("num", "dec", "money"), ColumnType.NUMBER, "numeric"),
    ):
        if any(word in text for word in words):
            return kind, bare
    return ColumnType.TEXT, "text"


def _column(
    connection: sqlite3.Connection,
    table: str,
    described: tuple[Any, ...],
    kind: tuple[ColumnType, str],
    rows: int,
) -> SourceColumn:
    name = described[1]
    values = _common(connection, table, name) if kind[0] is ColumnType.TEXT and rows else []
    few = len(values) <= COMMON_VALUES
    return SourceColumn(
        name=name,
        type=kind[0],
        sql_type=kind[1],
        nullable=not (described[3] or described[5]),
        distinct=len(values) if values and few else None,
        values=tuple(values) if few else (),
    )


def _common(connection: sqlite3.Connection, table: str, column: str) -> list[str]:
    """The values of a column, the most common first by the first rows; one over fifty at most."""
    name = quoted(column)
    sql = (
        f"SELECT v FROM (SELECT {name} AS v FROM {quoted(table)} LIMIT {COUNTED_ROWS}) "  # noqa: S608
        f"WHERE typeof(v) = 'text' GROUP BY v ORDER BY count(*) DESC, v LIMIT {COMMON_VALUES + 1}"
    )
    return [value for (value,) in connection.execute(sql)]


def _unique(connection: sqlite3.Connection, table: str) -> list[tuple[str, ...]]:
    found = []
    for index, partial in connection.execute(
        'SELECT name, partial FROM pragma_index_list(?) WHERE "unique" ORDER BY seq DESC', (table,)
    ).fetchall():
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM pragma_index_info(?) ORDER BY seqno", (index,)
            )
        ]
        if names and not partial and None not in names:
            found.append(tuple(names))
    return list(dict.fromkeys(found))


def _with_references(
    connection: sqlite3.Connection, table: SourceTable, known: Mapping[str, SourceTable]
) -> SourceTable:
    keys: dict[int, list[tuple[str, str, str | None]]] = {}
    sql = 'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq'
    for number, target, own, to in connection.execute(sql, (table.name,)):
        keys.setdefault(number, []).append((target, own, to))
    references = []
    for parts in keys.values():
        target = known.get(parts[0][0].lower())
        if target is None:
            continue
        others = [to for _target, _own, to in parts]
        names = tuple(target.primary_key) if None in others else tuple(str(to) for to in others)
        exact = tuple(
            column.name for name in names for column in target.columns if column.name.lower() == name.lower()
        )
        own_names = tuple(
            column.name
            for _t, own, _to in parts
            for column in table.columns
            if column.name.lower() == own.lower()
        )
        if len(exact) == len(own_names) == len(parts):
            references.append(ForeignKey(own_names, target.key, exact))
    return replace(table, foreign_keys=tuple(references))


def read_samples(
    connection: sqlite3.Connection, catalog: SourceCatalog
) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
    """A few values of each text column. Raises sqlite3.Error."""
    samples: dict[TableKey, dict[str, tuple[str, ...]]] = {}
    for table in catalog:
        texts = [column.name for column in table.columns if column.type is ColumnType.TEXT]
        if not table.is_listed_at_first or not texts:
            continue
        picked = ", ".join(f"substr(CAST({quoted(name)} AS TEXT), 1, 200)" for name in texts)
        rows = connection.execute(f"SELECT {picked} FROM {quoted(table.name)} LIMIT 50").fetchall()  # noqa: S608
        samples[table.key] = {
            name: tuple(row[place] for row in rows if row[place]) for place, name in enumerate(texts)
        }
    return samples


def quoted(name: str) -> str:
    """An identifier as SQL takes it; in backquotes, which are never taken for text."""
    return "`" + name.replace("`", "``") + "`"
