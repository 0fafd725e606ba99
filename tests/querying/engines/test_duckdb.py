"""The DuckDB engine alone: structure, values without loss, limits, its walls with no guard before them."""

import dataclasses
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from querying.catalog import ColumnType, ForeignKey
from querying.engines import ENGINES
from querying.engines.base import SourceError
from querying.engines.duckdb.addresses import path_of, url_of
from querying.engines.duckdb.process import DATA_BYTES, WORKER, workers
from querying.guard import GuardedQuery
from querying.limits import CELL_BYTES, LIMITS, Purpose
from querying.results import QueryFailed, ResultSet

ENGINE = ENGINES["duckdb"]
LIMIT = LIMITS[Purpose.CHAT]
BIG = 12345678901234567890123456789012345678901
UUID = "0d56d719-b281-4b85-8ce0-6247b01329b6"
ZOO = """
CREATE TABLE visits (visit_id BIGINT NOT NULL, animal VARCHAR, note VARCHAR, day DATE, paid DECIMAL(10, 2));
INSERT INTO visits SELECT i, ['Bo', 'Flo'][1 + i % 2], 'note ' || i, DATE '2025-01-01' + i::INTEGER, i / 4
FROM range(300) r(i);
COMMENT ON COLUMN visits.paid IS 'What was paid';
CREATE TABLE animals (name VARCHAR, legs INTEGER);
INSERT INTO animals VALUES ('Bo', 4), ('Flo', 2);
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("zoo") / "a zoo.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(ZOO)
    yield url_of(path)
    ENGINE.forget(url_of(path))


def guarded(sql: str, zone: str = "UTC") -> GuardedQuery:
    return GuardedQuery(sql, sql, "duckdb", Purpose.CHAT, None, (), time_zone=zone)


def run(url: str, sql: str, *, zone: str = "UTC", stopped=None, **limits) -> ResultSet:
    return ENGINE.run(url, guarded(sql, zone), dataclasses.replace(LIMIT, **limits), stopped)


def failing(url: str, sql: str, **options) -> str:
    with pytest.raises(QueryFailed) as failed:
        run(url, sql, **options)
    return failed.value.code


def test_structure(url):
    catalog = ENGINE.introspect(url)
    assert [table.key for table in catalog] == [("main", "animals"), ("main", "visits")]
    visits = catalog.table(("main", "visits"))
    assert (visits.row_estimate, visits.primary_key) == (300, ("visit_id",))
    assert visits.unique_keys == (("note",),)
    assert [(column.name, column.type, column.sql_type) for column in visits.columns] == [
        ("visit_id", ColumnType.INTEGER, "BIGINT"),
        ("animal", ColumnType.TEXT, "VARCHAR"),
        ("note", ColumnType.TEXT, "VARCHAR"),
        ("day", ColumnType.DATE, "DATE"),
        ("paid", ColumnType.NUMBER, "DECIMAL(10,2)"),
    ]
    assert visits.column("animal").values == ("Bo", "Flo")
    assert visits.column("paid").comment == "What was paid"
    assert catalog.table(("main", "animals")).unique_keys == (("name",), ("legs",))
    assert ENGINE.sample(url, catalog)["main", "animals"] == {"name": ("Bo", "Flo")}


def test_declared_keys(tmp_path):
    with duckdb.connect(str(tmp_path / "keys.duckdb")) as connection:
        connection.execute("CREATE TABLE keepers (name VARCHAR, town VARCHAR, PRIMARY KEY (name, town))")
        connection.execute("CREATE TABLE cages (id INTEGER UNIQUE, keeper VARCHAR, town VARCHAR,"
                           " FOREIGN KEY (keeper, town) REFERENCES keepers (name, town))")  # fmt: skip
    found = url_of(tmp_path / "keys.duckdb")
    try:
        cages, keepers = ENGINE.introspect(found)
    finally:
        ENGINE.forget(found)
    assert (keepers.primary_key, keepers.unique_keys, keepers.foreign_keys) == (("name", "town"), (), ())
    assert (cages.primary_key, cages.unique_keys) == ((), (("id",),))
    assert cages.foreign_keys == (ForeignKey(("keeper", "town"), ("main", "keepers"), ("name", "town")),)


@pytest.mark.parametrize(
    ("sql", "kind", "value", "as_json"),
    [
        ("9223372036854775807::bigint", "integer", 9223372036854775807, "9223372036854775807"),
        ("170141183460469231731687303715884105727::hugeint", "integer", 2**127 - 1, str(2**127 - 1)),
        ("12345678901234567890123456789012345678901::bignum", "integer", BIG, None),
        ("2.50::decimal(38, 2)", "number", Decimal("2.50"), 2.5),
        ("0.1::float", "number", 0.1, 0.1),
        ("'-inf'::double", "number", float("-inf"), "-Infinity"),
        ("date '2025-01-31'", "date", dt.date(2025, 1, 31), "2025-01-31"),
        ("'infinity'::date", "date", "infinity", "infinity"),
        ("'0044-03-15 (BC)'::date", "date", "0044-03-15 (BC)", None),
        ("'12025-01-01'::timestamp", "timestamp", "12025-01-01 00:00:00", None),
        ("'-infinity'::timestamp", "timestamp", "-infinity", None),
        ("timestamp '2025-01-02 03:04:05.678'", "timestamp", dt.datetime(2025, 1, 2, 3, 4, 5, 678000), None),  # noqa: DTZ001
        ("timestamp_s '2025-01-02 03:04:05'", "timestamp", dt.datetime(2025, 1, 2, 3, 4, 5), None),  # noqa: DTZ001
        ("timestamp_ns '2025-01-02 03:04:05.123456789'", "timestamp", "2025-01-02 03:04:05.123456789", None),
        ("time '24:00:00'", "text", "24:00:00", None),
        ("timetz '12:34:56+02'", "text", "12:34:56+02", None),
        ("interval '90 minutes'", "interval", dt.timedelta(minutes=90), "P0DT01H30M00S"),
        ("interval '-90 minutes'", "interval", dt.timedelta(minutes=-90), None),
        ("interval '1 month'", "interval", "P1M", "P1M"),
        ("to_years(1) + to_months(2) - to_milliseconds(11045600)", "interval", "P1Y2MT-3H-4M-5.6S", None),
        ("to_days(1) - to_hours(2)", "interval", "P1DT-2H", None),
        ("[interval '1 month']", "array", ["1 month"], ["1 month"]),
        ("[1, NULL]", "array", [1, None], [1, None]),
        ("[date 'infinity']", "array", ["infinity"], None),
        ("{'it''s DATE': [1.50]}", "json", {"it's DATE": [Decimal("1.50")]}, {"it's DATE": [1.5]}),
        ("map {'k': 1}", "json", {"k": 1}, {"k": 1}),
        ("union_value(num := 2)", "json", 2, 2),
        ("'calm'::enum('calm', 'INTERVAL')", "text", "calm", "calm"),
        ("'\\xAA\\x00'::blob", "bytes", b"\xaa\x00", "qgA="),
        ("'101'::bit", "text", "101", "101"),
        (f"'{UUID}'::uuid", "text", UUID, None),
        ("""'{"a": 1.10}'::json""", "json", {"a": Decimal("1.10")}, {"a": 1.1}),
        ("'null'::json", "json", "null", "null"),
        ("""'"null"'::json""", "json", '"null"', '"null"'),
        ("true", "boolean", True, True),
        ("NULL", "text", None, None),
    ],
)  # fmt: skip
def test_values_are_not_changed(url, sql, kind, value, as_json):
    result = run(url, f"SELECT {sql}")
    assert result.rows == ((value,),)
    assert type(result.rows[0][0]) is type(value)
    assert result.columns[0].type == kind
    if as_json is not None:
        assert result.json_rows() == [[as_json]]


def test_zoned_times_are_in_the_askers_zone(url):
    for zone, shown in (("Europe/Paris", "14:00:00+02:00"), ("Asia/Kolkata", "17:30:00+05:30")):
        result = run(url, "SELECT timestamptz '2025-07-01 12:00Z' AS at", zone=zone)
        assert result.json_rows() == [[f"2025-07-01T{shown}"]]
        assert result.columns[0].type == "timestamptz"


def test_order_and_names_are_kept(url):
    sql = "SELECT visit_id AS same, day AS same FROM visits ORDER BY paid DESC -- the last"
    result = run(url, sql, rows=2)
    assert result.rows == ((299, dt.date(2025, 10, 27)), (298, dt.date(2025, 10, 26)))
    assert ([column.name for column in result.columns], result.truncated) == (["same", "same"], True)


def test_cells_that_are_too_large_become_null_and_are_marked(url):
    result = run(
        url, f"SELECT repeat('x', {CELL_BYTES + 1}) AS large, repeat('é', {CELL_BYTES // 2}) AS fits"
    )
    assert (result.truncated_cells, result.rows[0][0], len(result.rows[0][1])) == (
        ("large",),
        None,
        CELL_BYTES // 2,
    )


def test_what_is_too_large_fails_and_the_next_query_runs(url):
    assert (
        failing(url, "SELECT repeat('x', 900000) FROM range(100)", result_bytes=5_000_000) == "db.too_large"
    )
    assert failing(url, "SELECT list(repeat('x', 1000) || i) FROM range(10000000) r(i)") == "db.too_large"
    assert run(url, "SELECT 1").rows == ((1,),)


def test_a_process_that_dies_ends_one_query_alone(url):
    run(url, "SELECT 1")
    os.kill(workers._idle[-1]._process.pid, signal.SIGSEGV)
    assert run(url, "SELECT 2").rows == ((2,),)


def test_a_process_whose_parent_is_gone_leaves_nothing_behind(tmp_path):
    said = {"data_bytes": DATA_BYTES, "folder": str(tmp_path / "spill")}
    (tmp_path / "spill").mkdir()
    # A parent that ends at once: the process finds itself with another, and nobody at the other end.
    start = "import subprocess, sys; subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)"
    subprocess.run([sys.executable, "-c", start, sys.executable, "-I", WORKER, json.dumps(said)], check=True)
    until = time.monotonic() + 30
    while (tmp_path / "spill").exists():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize(("stopped", "code"), [(lambda: True, "db.stopped"), (None, "db.timeout")])
def test_a_query_ends_within_a_second(url, stopped, code):
    started = time.monotonic()
    endless = "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range % 7 = b.range % 11"
    assert failing(url, endless, stopped=stopped, seconds=0.3) == code
    assert time.monotonic() - started < 1.3


def test_many_queries_at_once_share_few_processes(url):
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(run(url, "SELECT count(*) FROM visits").rows))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [((300,),)] * 12


def test_streamed_lines(url):
    sql = (
        "SELECT * FROM (VALUES (1, 'a\tb\\c' || chr(10), true, NULL, '\\xAA'::blob, [1, 2]), "
        "(2, '', false, 'x', NULL, NULL)) t ORDER BY 1"
    )
    lines = b"".join(ENGINE.stream(url, guarded(sql), LIMITS[Purpose.EXPORT], None))
    assert lines == b"1\ta\\tb\\\\c\\n\tt\t\\N\t\\\\xaa\t[1, 2]\n2\t\tf\tx\t\\N\t\\N\n"


REACHES = """
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto(['/etc/passwd'])
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/etc/*')
SELECT * FROM read_json('/etc/passwd')
SELECT * FROM read_json_objects('/etc/passwd')
SELECT * FROM read_parquet('/tmp/x.parquet')
SELECT * FROM parquet_metadata('/tmp/x.parquet')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM glob('/etc/*')
SELECT * FROM '/etc/passwd'
FROM '/etc/passwd'
FROM 'file.csv'
FROM "/tmp/x.parquet"
FROM query('FROM read_text(''/etc/passwd'')')
FROM query_table(['/etc/passwd'])
SELECT * FROM read_text('http://127.0.0.1:9/')
SELECT * FROM read_csv('s3://bucket/x.csv')
SELECT * FROM read_duckdb('/tmp/other.duckdb')
SELECT * FROM sqlite_scan('/tmp/x.db', 't')
SELECT * FROM postgres_scan('', 'public', 't')
SELECT getenv('HOME')
SELECT * FROM pg_read_file('/etc/passwd')
ATTACH '/tmp/other.duckdb' AS other
ATTACH ':memory:' AS other
COPY visits TO '/tmp/stolen.csv'
COPY (SELECT 1) TO '/tmp/stolen.parquet' (FORMAT parquet)
COPY visits FROM '/etc/passwd'
EXPORT DATABASE '/tmp/stolen'
IMPORT DATABASE '/tmp/stolen'
INSTALL httpfs
LOAD json
LOAD '/tmp/evil.duckdb_extension'
SET threads = 64
SET memory_limit = '100GB'
SET enable_external_access = true
SET GLOBAL enable_external_access = true
SET lock_configuration = false
SET allowed_directories = ['/']
RESET lock_configuration
PRAGMA enable_external_access
PRAGMA database_list
PRAGMA disable_progress_bar
CALL pragma_version()
CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')
CREATE TABLE t (a int)
CREATE TEMP TABLE t AS SELECT 1
CREATE OR REPLACE VIEW animals AS SELECT 1
CREATE MACRO f() AS 1
INSERT INTO animals VALUES ('Zoe', 3)
UPDATE animals SET legs = 5
DELETE FROM animals
TRUNCATE animals
DROP TABLE animals
ALTER TABLE animals ADD COLUMN x INT
MERGE INTO animals USING animals AS a ON true WHEN MATCHED THEN DELETE
SELECT 1; SELECT 2
SELECT 1; DROP TABLE animals
SELECT 1) AS t; DROP TABLE animals; --
BEGIN TRANSACTION
CHECKPOINT
VACUUM
ANALYZE
USE memory
PREPARE p AS SELECT 1
EXECUTE p
EXPLAIN ANALYZE SELECT 1
DETACH memory
""".strip().splitlines()


def test_the_walls_of_the_database_hold_without_the_guard(url, tmp_path):
    before = Path(path_of(url)).read_bytes()
    let_through = [sql for sql in REACHES if not _is_refused(url, sql)]
    assert let_through == []
    assert Path(path_of(url)).read_bytes() == before
    assert not list(Path("/tmp").glob("stolen*"))


def _is_refused(url: str, sql: str) -> bool:
    try:
        run(url, sql)
    except QueryFailed as failure:
        return failure.code in ("db.error", "db.unavailable")
    return False


def test_a_configuration_stays_as_it_is(url):
    wanted = {"enable_external_access": False, "lock_configuration": True, "autoload_known_extensions": False}
    for name, value in wanted.items():
        assert run(url, f"SELECT current_setting('{name}')").rows == ((value,),)


def test_failures_say_nothing_of_the_machine(url):
    with pytest.raises(QueryFailed) as failed:
        run(url, "SELECT * FROM read_text('/etc/passwd')")
    assert failed.value.message == "The query reaches for something outside this data source."
    with pytest.raises(QueryFailed) as failed:
        run("duckdb:///nowhere/at/all.duckdb", "SELECT 1")
    assert (failed.value.code, "nowhere" in failed.value.message) == ("db.unavailable", False)


def test_only_guarded_queries_run(url):
    with pytest.raises(TypeError):
        ENGINE.run(url, "SELECT 1", LIMIT, None)


def test_addresses_are_ours_alone(url):
    for address in (url, "duckdb:///etc/passwd", "duckdb://host/x", "/etc/passwd", ""):
        with pytest.raises(SourceError):
            ENGINE.check_url(address)
    with pytest.raises(SourceError):
        path_of("duckdb:///x?y=z")
    assert ENGINE.identity(url) == ENGINE.identity(url)
    with pytest.raises(SourceError):
        ENGINE.identity("duckdb:///nowhere.duckdb")


def test_a_process_with_thousands_of_sockets_asks_too(url):
    with ExitStack() as stack:
        for _number in range(1_100):
            stack.enter_context(open(os.devnull))
        ENGINE.forget(url)
        assert run(url, "SELECT 1").rows == ((1,),)
