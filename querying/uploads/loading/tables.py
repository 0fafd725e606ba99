"""A file as a table of the database that is being made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from querying.uploads.loading.content import as_utf8
from querying.uploads.loading.dialect import Dialect, check_width, dialect_of
from querying.uploads.loading.kinds import Wishes, kinds_of
from querying.uploads.loading.naming import identifiers
from querying.uploads.loading.problems import Problem

MOST_BROKEN = 1_000
TOLD_BROKEN = 5
LONGEST_LINE = 4 << 20
_BROKEN = {
    "MISSING COLUMNS": "too_few",
    "TOO MANY COLUMNS": "too_many",
    "UNQUOTED VALUE": "quote",
    "LINE SIZE OVER MAXIMUM": "too_long",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read what is not plain; `skip_broken`: without the lines that fit no table."""

    skip_broken: bool = False
    header: bool | None = None
    wishes: Wishes = field(default_factory=Wishes)


def load_text(
    connection: duckdb.DuckDBPyConnection, path: Path, copy: Path, table: str, reading: Reading
) -> dict[str, Any]:
    """Make the table of a text; what there is to tell of it. Raises Problem."""
    plain, encoding = as_utf8(path, copy)
    dialect = dialect_of(plain, reading.header)
    columns = identifiers(dialect.names or [""] * dialect.width, "column")
    broken = _stage(connection, plain, dialect, columns)
    if broken["count"] and not reading.skip_broken:
        raise Problem("broken_lines", **broken)
    staged: Any = connection.execute("SELECT count(*) FROM staged").fetchone()
    if not staged[0]:
        raise Problem("only_header" if dialect.has_header else "empty")
    kinds = kinds_of(connection, "staged", columns, reading.wishes)
    made = ", ".join(f"{kinds[name].expression or quoted(name)} AS {quoted(name)}" for name in columns)
    connection.execute(f"CREATE TABLE {quoted(table)} AS SELECT {made} FROM staged")  # noqa: S608
    connection.execute("DROP TABLE staged")
    _comment(connection, table, columns, dialect.names)
    asks = {column: kinds[column].asks for column in columns if kinds[column].asks}
    return {
        "rows": staged[0],
        "encoding": encoding,
        "delimiter": dialect.delimiter,
        "header": dialect.has_header,
        "skipped": broken["count"],
        "asks": asks,
    }


def _stage(
    connection: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, columns: list[str]
) -> dict[str, Any]:
    """All lines as texts, in the table `staged`, but for the broken ones; these with their numbers."""
    names = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    connection.execute(
        f"CREATE TABLE staged AS SELECT * FROM read_csv(?, auto_detect=false, columns={{{names}}}, "  # noqa: S608
        "skip=?, header=?, delim=?, quote='\"', escape='\"', strict_mode=true, store_rejects=true, "
        f"rejects_limit={MOST_BROKEN}, max_line_size={LONGEST_LINE}, new_line='\\n')",
        [str(path), dialect.blank, dialect.has_header, dialect.delimiter],
    )
    rows = connection.execute(
        "SELECT byte_position, any_value(error_type::VARCHAR), any_value(line), any_value(error_message) "
        "FROM reject_errors GROUP BY byte_position ORDER BY byte_position"
    ).fetchall()
    if len(rows) >= MOST_BROKEN:
        raise Problem("mostly_broken", most=MOST_BROKEN)
    told = [
        {"line": _line_at(path, at), "why": _BROKEN.get(kind, "other"), "found": _found(message)}
        for at, kind, _record, message in rows[:TOLD_BROKEN]
    ]
    connection.execute("DROP TABLE IF EXISTS reject_errors")
    connection.execute("DROP TABLE IF EXISTS reject_scans")
    return {"count": len(rows), "lines": told, "expected": dialect.width}


def _line_at(path: Path, position: int) -> int:
    """The number of the line in which a byte stands: the database counts rows, not lines."""
    lines, left = 1, max(0, position - 1)
    with path.open("rb") as file:
        while left and (chunk := file.read(min(left, 1 << 20))):
            lines += chunk.count(b"\n")
            left -= len(chunk)
    return lines


def _found(message: str) -> int | None:
    match = re.search(r"Found: (\d+)", message)
    return int(match[1]) if match else None


def load_parquet(
    connection: duckdb.DuckDBPyConnection, path: Path, table: str, most_bytes: int
) -> dict[str, Any]:
    """Make the table of a Parquet file that unpacks to so many bytes at most. Raises Problem."""
    sizes: Any = connection.execute(
        "SELECT sum(total_uncompressed_size) FROM parquet_metadata(?)",
        [str(path)],
    ).fetchone()
    if (sizes[0] or 0) > most_bytes:
        raise Problem("too_large_unpacked")
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    given = [row[0] for row in described]
    check_width(len(given))
    columns = identifiers(given, "column")
    names = ", ".join(map(quoted, columns))
    connection.execute(
        f"CREATE TABLE {quoted(table)} AS SELECT * FROM read_parquet(?) AS given({names})",  # noqa: S608
        [str(path)],
    )
    _comment(connection, table, columns, tuple(given))
    rows: Any = connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()  # noqa: S608
    if not rows[0]:
        raise Problem("only_header")
    return {"rows": rows[0], "encoding": "", "delimiter": "", "header": True, "skipped": 0, "asks": {}}


def _comment(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[str], given: tuple[str, ...]
) -> None:
    """Keep what the file itself calls its columns, where that is more than the name."""
    for column, name in zip(columns, given, strict=False):
        if name and name.lower() != column.replace("_", " ") and name != column:
            text = name[:200].replace("'", "''")
            connection.execute(f"COMMENT ON COLUMN {quoted(table)}.{quoted(column)} IS '{text}'")


def describe(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    """Columns with their types, the first rows as text, and the first and last day of each date column."""
    described = connection.execute(f"DESCRIBE {quoted(table)}").fetchall()
    shown = ", ".join(f"left(CAST({quoted(row[0])} AS VARCHAR), 200)" for row in described)
    first = connection.execute(f"SELECT {shown} FROM {quoted(table)} LIMIT 10").fetchall()  # noqa: S608
    dates = [row[0] for row in described if row[1] == "DATE" or row[1].startswith("TIMESTAMP")]
    spans: dict[str, list[str]] = {}
    for column in dates:
        bounds = f"min({quoted(column)})::DATE::VARCHAR, max({quoted(column)})::DATE::VARCHAR"
        span: Any = connection.execute(f"SELECT {bounds} FROM {quoted(table)}").fetchone()  # noqa: S608
        if span[0]:
            spans[column] = list(span)
    columns = [{"name": row[0], "type": row[1]} for row in described]
    return {"columns": columns, "first": [list(row) for row in first], "spans": spans}


def quoted(name: str) -> str:
    """An identifier as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'
