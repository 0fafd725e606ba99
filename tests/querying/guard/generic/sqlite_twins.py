"""The shops as SQLite files."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from querying.engines.sqlite.addresses import url_of
from tests.querying.guard.generic.data import HIDDEN_COLUMNS, TABLES


def make_file(path: Path, rows: Mapping[str, Sequence[tuple[Any, ...]]], *, cut: bool = False) -> str:
    """A file with these rows; text columns compare without regard to case; `cut`: without hidden columns."""
    connection = sqlite3.connect(path)
    for name, columns in TABLES.items():
        written = columns.format(moment="TIMESTAMP", json="JSON")
        connection.execute(f"CREATE TABLE {name} ({written.replace('(80)', '(80) COLLATE NOCASE')})")
        for row in rows[name]:
            places = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {name} VALUES ({places})", tuple(map(_stored, row)))
    connection.execute("CREATE INDEX users_by_organization ON users (organization)")
    if cut:
        connection.execute("DROP INDEX users_by_organization")
        for column in HIDDEN_COLUMNS:
            connection.execute(f"ALTER TABLE {column[0]} DROP COLUMN {column[1]}")
    connection.commit()
    connection.close()
    return url_of(path)


def _stored(value: Any) -> Any:
    return str(value) if hasattr(value, "isoformat") else value
