"""The shops as DuckDB files."""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from querying.engines.duckdb.addresses import url_of
from tests.querying.guard.generic.data import HIDDEN_COLUMNS, TABLES

AT_ONCE = 300


def make_file(path: Path, rows: Mapping[str, Sequence[tuple[Any, ...]]], *, cut: bool = False) -> str:
    """A file with these rows; `cut`: without hidden columns."""
    with duckdb.connect(str(path)) as connection:
        for name, columns in TABLES.items():
            connection.execute(f"CREATE TABLE {name} ({columns.format(moment='TIMESTAMP', json='VARCHAR')})")
            for start in range(0, len(rows[name]), AT_ONCE):
                some = rows[name][start : start + AT_ONCE]
                places = ", ".join(f"({', '.join('?' * len(row))})" for row in some)
                connection.execute(f"INSERT INTO {name} VALUES {places}", list(chain.from_iterable(some)))
        if cut:
            for table, column in HIDDEN_COLUMNS:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    return url_of(path)
