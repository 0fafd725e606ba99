"""Rows of engines that hand on lines alone: the same values as in the page, whatever stands in them."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from querying.engines import ENGINES
from querying.engines.sqlite import addresses
from querying.engines.sqlite.addresses import url_of
from querying.exports import FORMATS, Asked, RowCount
from querying.guard import GuardedQuery
from querying.limits import LIMITS, Purpose
from querying.results import QueryFailed

SCRIPT = """
CREATE TABLE things (id INTEGER, name TEXT, made DATE, price DECIMAL(6, 2), photo BLOB, size REAL);
INSERT INTO things VALUES (1, '=1+1' || char(9) || 'a\\n"b",' || char(10), '2025-01-02', 1.5, x'fbff', 0.1);
INSERT INTO things VALUES (-2, NULL, NULL, NULL, NULL, NULL);
"""
CSV = (
    b'\xef\xbb\xbf"id","name","made","price","photo","size"\n'
    b'1,"\'=1+1\ta\\n""b"",\n",2025-01-02,1.5,"\'+/8=",0.1\n-2,,,,,\n'
)


@pytest.fixture
def things(tmp_path: Path) -> Iterator[str]:
    before = addresses._folders
    addresses.allow_folders([tmp_path])
    with sqlite3.connect(tmp_path / "things.db") as database:
        database.executescript(SCRIPT)
    yield url_of(tmp_path / "things.db")
    addresses.allow_folders(before)


def write(url: str, extension: str, sql: str, rows: int = 10) -> bytes:
    query = GuardedQuery(sql, sql, "sqlite", Purpose.EXPORT, None, (("main", "things"),))
    limits = dataclasses.replace(LIMITS[Purpose.EXPORT], rows=rows)
    asked = Asked(ENGINES["sqlite"], url, query, limits, lambda: False)
    return b"".join(FORMATS[extension].write(asked, RowCount(rows)))


def test_every_value_comes_through(things: str) -> None:
    sql = "SELECT id, name, made, price, photo, size FROM things"
    assert write(things, "csv", sql) == CSV
    assert write(things, "jsonl", sql).splitlines()[1] == (
        b'{"id":-2,"name":null,"made":null,"price":null,"photo":null,"size":null}'
    )
    assert write(things, "xlsx", sql).startswith(b"PK")


def test_more_rows_than_a_file_may_have_end_it(things: str) -> None:
    with pytest.raises(QueryFailed):
        write(things, "csv", "SELECT id FROM things", rows=1)
