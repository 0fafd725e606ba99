"""The SQLite engine alone: structure, values without loss, limits, stop, hostile files and addresses."""

import dataclasses
import datetime as dt
import os
import sqlite3
import time

import pytest

from querying.catalog import ColumnType, ForeignKey
from querying.engines import ENGINES, engine_of
from querying.engines.base import SourceError
from querying.engines.sqlite import addresses
from querying.engines.sqlite.addresses import url_of
from querying.guard import GuardedQuery
from querying.guard.guarded import Output
from querying.limits import LIMITS, Purpose
from querying.results import QueryFailed, ResultSet

ENGINE = ENGINES["sqlite"]
LIMIT = LIMITS[Purpose.CHAT]
ZOO = """
CREATE TABLE "Animals" (
    "Id" INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL COLLATE NOCASE, legs INT, born DATE, seen TEXT,
    tame BOOLEAN, weight DECIMAL(6,2), photo BLOB, anything, twice AS (legs * 2), UNIQUE (name, born)
);
CREATE TABLE visits (animal INTEGER REFERENCES animals, at TIMESTAMP, note TEXT) STRICT;
CREATE INDEX only_some ON "Animals" (legs) WHERE legs > 4;
CREATE VIEW tame AS SELECT * FROM "Animals" WHERE tame;
CREATE VIRTUAL TABLE words USING fts5(word);
INSERT INTO "Animals" VALUES (1, 'Bo', 4, '2025-01-01', '2025-01-02 03:04:05', 1, 2.5, x'00ff', 7);
INSERT INTO "Animals" VALUES (2, 'Ada', 2, NULL, '2025-01-03T04:05', 0, 10, NULL, 'x');
"""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("zoo")
    before = addresses._folders
    addresses.allow_folders([folder])
    connection = sqlite3.connect(folder / "zoo.db")
    connection.executescript(ZOO.replace(" STRICT", "").replace("at TIMESTAMP", "at TIMESTAMP"))
    connection.execute(
        "INSERT INTO visits SELECT 1, '2025-02-01 10:00:00', 'a' FROM pragma_table_info('visits')"
    )
    connection.commit()
    connection.close()
    yield folder / "zoo.db"
    addresses.allow_folders(before)


def run(path, sql: str, *, outputs=(), stopped=None, tables=("Animals", "visits"), **limits) -> ResultSet:
    query = GuardedQuery(
        sql, sql, "sqlite", Purpose.CHAT, None, tuple(("main", each) for each in tables), outputs=outputs
    )
    return ENGINE.run(url_of(path), query, dataclasses.replace(LIMIT, **limits), stopped)


def code(path, sql: str, **limits) -> str:
    with pytest.raises(QueryFailed) as failed:
        run(path, sql, **limits)
    return failed.value.code


def test_structure(zoo):
    catalog = ENGINE.introspect(url_of(zoo))
    kinds = {table.name: table.kind for table in catalog}
    assert kinds == {"Animals": "table", "tame": "view", "visits": "table", "words": "foreign"}
    animals = catalog.table(("main", "Animals"))
    assert {column.name: (column.type, column.sql_type, column.nullable) for column in animals.columns} == {
        "Id": (ColumnType.INTEGER, "integer", False),
        "name": (ColumnType.TEXT, "text", False),
        "legs": (ColumnType.INTEGER, "integer", True),
        "born": (ColumnType.DATE, "date", True),
        "seen": (ColumnType.TIMESTAMP, "text", True),
        "tame": (ColumnType.BOOLEAN, "boolean", True),
        "weight": (ColumnType.NUMBER, "numeric", True),
        "photo": (ColumnType.BYTES, "blob", True),
        "anything": (ColumnType.TEXT, "text", True),
        "twice": (ColumnType.INTEGER, "integer", True),
    }
    assert (animals.primary_key, animals.unique_keys, animals.row_estimate) == (
        ("Id",),
        (("name", "born"),),
        2,
    )
    assert animals.column("name").values == ("Ada", "Bo")
    visits = catalog.table(("main", "visits"))
    assert visits.foreign_keys == (ForeignKey(("animal",), ("main", "Animals"), ("Id",)),)
    assert ENGINE.sample(url_of(zoo), catalog)["main", "Animals"]["name"] == ("Bo", "Ada")


@pytest.mark.parametrize(
    ("sql", "known", "kind", "value"),
    [
        ("9223372036854775807", None, "integer", 9223372036854775807),
        ("0.1", None, "number", 0.1),
        ("1e999", None, "number", float("inf")),
        ("'text'", None, "text", "text"),
        ("x'00ff'", None, "bytes", b"\x00\xff"),
        ("'2025-02-03'", None, "date", dt.date(2025, 2, 3)),
        ("'2025-02-30'", None, "text", "2025-02-30"),
        ("'0000-00-00'", None, "text", "0000-00-00"),
        ("'2025-02-03 04:05:06.5'", None, "timestamp", dt.datetime(2025, 2, 3, 4, 5, 6, 500000)),  # noqa: DTZ001
        ("'36:00:00'", None, "text", "36:00:00"),
        ("1", ColumnType.BOOLEAN, "boolean", True),
        ("2", ColumnType.BOOLEAN, "integer", 2),
        ("5", ColumnType.NUMBER, "number", 5),
        ("NULL", ColumnType.DATE, "date", None),
        ("'[1]'", ColumnType.JSON, "json", "[1]"),
        ("CAST(x'ff41' AS TEXT)", None, "text", "\ufffdA"),
    ],
)
def test_values_are_not_changed(zoo, sql, known, kind, value):
    result = run(zoo, f"SELECT {sql} AS v", outputs=(Output("v", None, known),))
    assert (result.rows, result.columns[0].type) == (((value,),), kind)
    assert type(result.rows[0][0]) is type(value)


def test_a_column_of_mixed_values_is_text(zoo):
    result = run(zoo, 'SELECT anything FROM "Animals" ORDER BY "Id"')
    assert (result.columns[0].type, result.rows) == (ColumnType.TEXT, (("7",), ("x",)))


def test_limits_of_rows_cells_and_bytes(zoo):
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT"
    result = run(zoo, f"{numbers} i FROM n", rows=10)
    assert (result.row_count, result.truncated) == (10, True)
    cut = run(zoo, "SELECT printf('%0200d', 1) AS large, 1 AS one", cell_bytes=100)
    assert (cut.rows, cut.truncated_cells) == (((None, 1),), ("large",))
    assert code(zoo, f"{numbers} printf('%01000d', i) FROM n", result_bytes=100_000) == "db.too_large"
    assert code(zoo, "SELECT replace(printf('%0100000d', 1), '0', printf('%01000d', 1))") == "db.too_large"


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO visits VALUES (1, NULL, NULL)",
        "CREATE TEMP TABLE t (a)",
        "ATTACH ':memory:' AS other",
        "PRAGMA query_only = OFF",
        "SELECT load_extension('x')",
        "SELECT randomblob(10)",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pragma_table_info('visits')",
        "SELECT * FROM tame",
        "SELECT 1; SELECT 2",
    ],
)
def test_the_walls_of_the_database_hold_without_the_guard(zoo, sql):
    assert code(zoo, sql) in ("db.error", "db.too_large", "db.unavailable")
    assert code(zoo, "SELECT note FROM visits", tables=()) == "db.error"


ENDLESS = "WITH RECURSIVE `n#`(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM `n#`) SELECT count(*) FROM `n#`"


def test_stop_and_time_limit(zoo):
    started = time.monotonic()
    assert code(zoo, ENDLESS, stopped=lambda: True) == "db.stopped"
    assert code(zoo, ENDLESS, seconds=0.2) == "db.timeout"

    def broken() -> bool:
        raise ConnectionError

    assert code(zoo, ENDLESS, seconds=0.2, stopped=broken) == "db.timeout"
    assert time.monotonic() - started < 3


def test_stream_gives_lines_of_copy(zoo):
    sql = "SELECT 1, NULL, 'a\tb\\c' || char(10), 2.5, x'00ff' UNION ALL SELECT 2, 3, '', 4, 5"
    query = GuardedQuery(sql, sql, "sqlite", Purpose.EXPORT, None, ())
    lines = list(ENGINE.stream(url_of(zoo), query, LIMITS[Purpose.EXPORT], None))
    assert lines == [b"1\t\\N\ta\\tb\\\\c\\n\t2.5\t\\\\x00ff\n", b"2\t3\t\t4\t5\n"]


def test_only_guarded_queries_run(zoo):
    with pytest.raises(TypeError):
        ENGINE.run(url_of(zoo), "SELECT 1", LIMIT, None)


def test_only_files_in_allowed_folders_are_opened(zoo, tmp_path):
    outside = tmp_path / "outside.db"
    sqlite3.connect(outside).execute("CREATE TABLE t (a)").connection.commit()
    link = zoo.parent / "link.db"
    link.symlink_to(outside)
    wrong = zoo.parent / "wrong.db"
    wrong.write_bytes(b"nothing of the kind")
    for url in (
        url_of(outside),
        url_of(link),
        f"sqlite://{zoo.parent}/../{outside.parent.name}/outside.db",
        f"sqlite://{zoo.parent}/%2e%2e/x",
        "sqlite:///etc/passwd",
        "sqlite://host/x",
        f"{url_of(zoo)}?mode=rw",
        "sqlite:///",
        "file:///etc/passwd",
    ):
        with pytest.raises(SourceError):
            ENGINE.check_url(url)
    for url in (url_of(wrong), url_of(zoo.parent / "missing.db"), url_of(zoo.parent)):
        with pytest.raises(SourceError):
            ENGINE.identity(url)
    assert ENGINE.identity(url_of(zoo)) == f"{os.stat(zoo).st_dev}/{os.stat(zoo).st_ino}"
    assert ENGINE.excess_privileges(url_of(zoo)) == []
    assert code(wrong, "SELECT 1") == "db.unavailable"
    assert code(zoo.parent / "missing.db", "SELECT 1") == "db.unavailable"


def test_nothing_is_allowed_until_staff_name_a_folder(zoo):
    before = addresses._folders
    addresses.allow_folders([""])
    with pytest.raises(SourceError):
        ENGINE.check_url(url_of(zoo))
    addresses.allow_folders(before)


def test_a_broken_file_is_told_plainly(zoo):
    broken = zoo.parent / "broken.db"
    broken.write_bytes(zoo.read_bytes()[:4096] + b"\xff" * 8192)
    assert code(broken, 'SELECT * FROM "Animals"') == "db.unavailable"


def test_the_address_names_the_engine():
    kinds = [engine_of(url) for url in ("postgres://h/x", "sqlite:////x.db", "nonsense")]
    assert kinds == ["postgresql", "sqlite", "postgresql"]
