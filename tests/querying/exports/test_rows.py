"""Files of the engines beside PostgreSQL: the values of the page, whatever stands in them, all or none."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import duckdb
import openpyxl
import pytest

from querying.engines import ENGINES
from querying.engines.duckdb.addresses import url_of as duck_url_of
from querying.engines.sqlite import addresses
from querying.engines.sqlite.addresses import url_of
from querying.exports import FORMATS, Asked, RowCount
from querying.exports.rows import open_rows
from querying.guard import GuardedQuery
from querying.limits import LIMITS, Purpose
from querying.results import QueryFailed, QueryStopped

SCRIPT = """
CREATE TABLE things (id INTEGER, name TEXT, made DATE, price DECIMAL(6, 2), photo BLOB, size REAL);
INSERT INTO things VALUES (1, '=1+1' || char(9) || 'a\\n"b",' || char(10), '2025-01-02', 1.5, x'fbff', 0.1);
INSERT INTO things VALUES (-2, NULL, NULL, NULL, NULL, NULL);
"""
CSV = (
    b'\xef\xbb\xbf"id","name","made","price","photo","size"\n'
    b'1,"\'=1+1\ta\\n""b"",\n",2025-01-02,1.5,"\'+/8=",0.1\n-2,,,,,\n'
)

TYPED = """
SELECT 170141183460469231731687303715884105727 AS big, 1.10::DECIMAL(4, 2) AS price, 0.1::DOUBLE AS tenth,
    true AS yes, DATE '2025-07-01' AS day, 'infinity'::DATE AS never,
    TIMESTAMP '2025-07-01 10:20:30.5' AS at, TIMESTAMPTZ '2025-07-01 10:20:30+00' AS moment,
    INTERVAL '76 hours' AS long, '{"a": [1, "=x"]}'::JSON AS doc, ['a', NULL, '=1'] AS list,
    '\\xFB\\xFF'::BLOB AS bytes, '=1+1' AS formula, 'a"b,' || chr(10) || chr(9) || 'c' AS text, '' AS empty,
    NULL::VARCHAR AS nothing
"""
LATE = """
SELECT CASE WHEN i < 400 THEN '2025-01-01' ELSE 'soon' END AS day, '2025-01-01' AS real,
    CASE WHEN i < 400 THEN 1.5 ELSE 'many' END AS number, CASE WHEN i > 400 THEN x'ff' END AS late FROM n
"""
MANY = {
    "things": "WITH 'n#'(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM 'n#' WHERE i < 30000)"
    " SELECT i, 'x' AS x FROM 'n#'",
    "ducks": "SELECT i, 'x' AS x FROM range(1, 30001) r(i)",
}
BREAKS = {
    "things": MANY["things"].replace("'x' AS x", "abs(-9223372036854775807 - (i = 5000)) AS x"),
    "ducks": MANY["ducks"].replace("'x' AS x", "(CASE i WHEN 20000 THEN 'x' ELSE '1' END)::INTEGER AS x"),
}


@pytest.fixture
def things(tmp_path: Path) -> Iterator[str]:
    before = addresses._folders
    addresses.allow_folders([tmp_path])
    with sqlite3.connect(tmp_path / "things.db") as database:
        database.executescript(SCRIPT)
    yield url_of(tmp_path / "things.db")
    addresses.allow_folders(before)


@pytest.fixture(scope="module")
def ducks(tmp_path_factory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("ducks") / "ducks.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE TABLE things AS SELECT 1 AS id")
    yield duck_url_of(path)
    ENGINES["duckdb"].forget(duck_url_of(path))


def asked(url: str, sql: str, **limits) -> Asked:
    kind = "duckdb" if url.endswith(".duckdb") else url.partition(":")[0]
    query = GuardedQuery(sql, sql, kind, Purpose.EXPORT, None, (("main", "things"),))
    return Asked(
        ENGINES[kind], url, query, dataclasses.replace(LIMITS[Purpose.EXPORT], **limits), lambda: False
    )


def write(url: str, extension: str, sql: str, **limits) -> bytes:
    return b"".join(FORMATS[extension].write(asked(url, sql, **limits), RowCount()))


def as_on_the_page(url: str, sql: str) -> bool:
    """Whether the objects of a file hold what the page would show."""
    question = asked(url, sql)
    shown = question.engine.run(url, question.query, LIMITS[Purpose.CHAT], None)
    with open_rows(question) as stream:
        assert stream.columns == shown.columns
    lines = [list(json.loads(line).values()) for line in write(url, "jsonl", sql).splitlines()]
    return lines == json.loads(json.dumps(shown.json_rows()))


def test_every_value_of_sqlite_comes_through(things: str) -> None:
    sql = "SELECT id, name, made, price, photo, size FROM things"
    assert write(things, "csv", sql) == CSV
    assert as_on_the_page(things, sql)
    sheet = openpyxl.load_workbook(io.BytesIO(write(things, "xlsx", sql))).active
    cells = next(sheet.iter_rows(min_row=2))
    assert [cell.data_type for cell in cells] == ["n", "s", "d", "n", "s", "n"]
    assert [cell.value for cell in next(sheet.iter_rows(min_row=3))] == [-2] + [None] * 5


def test_an_engine_that_hands_on_lines_alone_writes_the_same(things: str) -> None:
    sql = "SELECT id, name, made, price, photo, size FROM things"
    question = asked(things, sql)
    lines_alone = SimpleNamespace(run=question.engine.run, stream=question.engine.stream)
    question = dataclasses.replace(question, engine=lines_alone)
    assert b"".join(FORMATS["csv"].write(question, RowCount())) == CSV


def test_a_column_of_sqlite_has_the_type_of_all_its_values(things: str) -> None:
    """A late row makes text of what looks like days before it, or a number a text."""
    many = f"WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) {LATE}"
    assert as_on_the_page(things, many.replace("n(", "'n#'(").replace("FROM n", "FROM 'n#'"))


def test_every_value_of_duckdb_comes_through(ducks: str) -> None:
    assert as_on_the_page(ducks, TYPED)
    assert as_on_the_page(ducks, "SELECT * FROM things WHERE id > 9")
    head, row = csv.reader(io.StringIO(write(ducks, "csv", TYPED).decode("utf-8-sig"), newline=""))
    written = dict(zip(head, row, strict=True))
    assert written == {
        "big": "170141183460469231731687303715884105727", "price": "1.10", "tenth": "0.1", "yes": "true",
        "day": "2025-07-01", "never": "infinity", "at": "2025-07-01 10:20:30.500000",
        "moment": "2025-07-01 10:20:30+00", "long": "P3DT04H00M00S", "doc": '{"a":[1,"=x"]}',
        "list": '["a",null,"=1"]', "bytes": "'+/8=", "formula": "'=1+1", "text": 'a"b,\n\tc', "empty": "",
        "nothing": "",
    }  # fmt: skip
    head, row = openpyxl.load_workbook(io.BytesIO(write(ducks, "xlsx", TYPED))).active.iter_rows()
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
    assert (cells["day"].data_type, cells["price"].value, cells["formula"].data_type) == ("d", 1.1, "s")


@pytest.mark.parametrize("source", ["things", "ducks"])
def test_many_rows_come_in_small_batches(request: pytest.FixtureRequest, source: str) -> None:
    url, sql = request.getfixturevalue(source), MANY[source]
    assert write(url, "csv", sql).count(b"\n") == 30_001
    with open_rows(asked(url, sql)) as stream:
        assert max(map(len, stream.batches)) <= 2_000
    with open_rows(asked(url, sql)) as stream:  # who leaves in the middle leaves nothing behind
        assert next(stream.batches)[0] == (1, "x")
    with pytest.raises(QueryFailed) as raised:
        write(url, "csv", sql, result_bytes=90_000)
    assert raised.value.code == "db.too_large"
    for extension in ("csv", "xlsx"):  # refused before the file begins
        with pytest.raises(QueryFailed) as raised:
            next(FORMATS[extension].write(asked(url, sql, rows=29_999), RowCount()))
        assert (raised.value.code, "29,999 rows" in raised.value.message) == ("db.too_large", True)
    assert write(url, "csv", sql, rows=30_000).count(b"\n") == 30_001


@pytest.mark.parametrize(
    ("source", "sql"),
    [
        ("things", "WITH 'n#'(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM 'n#' WHERE i < 60) "
                   "SELECT replace(hex(i * 1000), '3', printf('%100000d', i)) AS x FROM 'n#'"),
        ("ducks", "SELECT repeat('x', 200000 + i) AS x FROM range(60) r(i)"),
    ],
)  # fmt: skip
def test_wide_rows_come_few_at_a_time(request: pytest.FixtureRequest, source: str, sql: str) -> None:
    with open_rows(asked(request.getfixturevalue(source), sql)) as stream:
        sizes = [sum(len(row[0]) for row in batch) for batch in stream.batches]
    assert max(sizes[1:]) < 4_000_000
    assert sum(sizes) > 10_000_000


@pytest.mark.parametrize("source", ["things", "ducks"])
def test_a_file_is_stopped_while_it_is_written_and_while_the_query_works(
    request: pytest.FixtureRequest, source: str
) -> None:
    url = request.getfixturevalue(source)
    stop = threading.Event()
    question = dataclasses.replace(asked(url, MANY[source]), stopped=stop.is_set)
    with open_rows(question) as stream:
        next(stream.batches)
        stop.set()
        time.sleep(0.06)
        with pytest.raises(QueryStopped):
            list(stream.batches)
    endless = {
        "things": "WITH 'n#'(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM 'n#') SELECT count(*) FROM 'n#'",
        "ducks": "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 7",
    }[source]
    pressed = time.monotonic() + 0.3
    question = dataclasses.replace(asked(url, endless), stopped=lambda: time.monotonic() > pressed)
    with pytest.raises(QueryStopped):
        b"".join(FORMATS["csv"].write(question, RowCount()))
    assert time.monotonic() - pressed < 5  # 1 s, where the machine has time


@pytest.mark.parametrize("source", ["things", "ducks"])
def test_a_failure_in_the_middle_breaks_off(request: pytest.FixtureRequest, source: str) -> None:
    url = request.getfixturevalue(source)
    for extension in FORMATS:
        with pytest.raises(QueryFailed) as raised:
            write(url, extension, BREAKS[source])
        assert raised.value.code == "db.error"


@pytest.mark.parametrize("source", ["things", "ducks"])
def test_the_time_limit_holds_for_a_slow_reader_too(request: pytest.FixtureRequest, source: str) -> None:
    question = asked(request.getfixturevalue(source), MANY[source], seconds=0.5)
    blocks = FORMATS["csv"].write(question, RowCount())
    with pytest.raises(QueryFailed) as raised:
        [time.sleep(0.2) for _block in blocks]
    assert raised.value.code == "db.timeout"


def test_what_goes_wrong_with_the_file_is_not_the_databases(things: str) -> None:
    with pytest.raises(OSError, match="full"), open_rows(asked(things, "SELECT id FROM things")):
        raise OSError("the disk is full")
