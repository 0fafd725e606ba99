"""The PostgreSQL engine alone: structure, values without loss, limits, hostile addresses."""

import dataclasses
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest

from querying.catalog import ColumnType, ForeignKey
from querying.engines import ENGINES
from querying.engines.base import SourceError
from querying.engines.postgresql.addresses import parse_url, with_role
from querying.engines.postgresql.roles import close_to_public
from querying.guard import GuardedQuery
from querying.limits import CELL_BYTES, LIMITS, Purpose
from querying.results import QueryFailed, ResultSet
from tests.querying.conftest import drop_database, make_database

ENGINE = ENGINES["postgresql"]
LIMIT = LIMITS[Purpose.CHAT]
ZOO = """
CREATE EXTENSION citext;
CREATE SCHEMA "Side Room";
CREATE TYPE mood AS ENUM ('calm', 'cross');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN very_positive AS positive NOT NULL;
CREATE DOMAIN amount AS numeric(12, 2);
CREATE DOMAIN alias AS citext;
CREATE TABLE "Animals" (
    "Id" bigint PRIMARY KEY, mood mood, moods mood[], name citext, legs very_positive, born date NOT NULL,
    price amount, alias alias, UNIQUE (name, born)
);
CREATE UNIQUE INDEX ON "Animals" (born) WHERE legs > 4;
CREATE TABLE "Side Room".visits (
    animal bigint NOT NULL REFERENCES "Animals", at date NOT NULL, note varchar(20)
) PARTITION BY RANGE (at);
CREATE TABLE "Side Room".visits_2025 PARTITION OF "Side Room".visits
    FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE VIEW calm AS SELECT * FROM "Animals" WHERE mood = 'calm';
CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM "Animals";
COMMENT ON TABLE "Animals" IS 'Who lives here';
COMMENT ON COLUMN "Animals".legs IS 'At least one';
INSERT INTO "Animals" VALUES (1, 'calm', '{cross,NULL}', 'Bo', 4, '2025-01-01');
INSERT INTO "Side Room".visits SELECT 1, '2025-02-01', 'a' FROM generate_series(1, 300);
ANALYZE;
"""


@pytest.fixture(scope="module")
def zoo_url(embedded_services) -> Iterator[str]:
    yield make_database("querying_zoo", ZOO)
    drop_database("querying_zoo")


@pytest.fixture(scope="module")
def reader_url(zoo_url) -> Iterator[str]:
    tables = [("public", "Animals"), ("Side Room", "visits")]
    reader = ENGINE.make_reader(zoo_url, tables)
    yield reader.url
    ENGINE.forget(reader.url)


def run(url: str, sql: str, *, zone: str = "UTC", stopped=None, **limits) -> ResultSet:
    query = GuardedQuery(sql, sql, "postgresql", Purpose.CHAT, None, (), time_zone=zone)
    return ENGINE.run(url, query, dataclasses.replace(LIMIT, **limits), stopped)


def test_structure(zoo_url):
    catalog = ENGINE.introspect(zoo_url)
    kinds = {table.key: table.kind for table in catalog}
    assert kinds == {
        ("Side Room", "visits"): "partitioned",
        ("public", "Animals"): "table",
        ("public", "calm"): "view",
        ("public", "counted"): "materialized_view",
    }
    animals = catalog.table(("public", "Animals"))
    assert (animals.comment, animals.row_estimate) == ("Who lives here", 1)
    assert (animals.primary_key, animals.unique_keys) == (("Id",), (("name", "born"),))
    assert {column.name: (column.type, column.sql_type, column.nullable) for column in animals.columns} == {
        "Id": (ColumnType.INTEGER, "bigint", False),
        "mood": (ColumnType.TEXT, "public.mood", True),
        "moods": (ColumnType.ARRAY, "public.mood[]", True),
        "name": (ColumnType.TEXT, "public.citext", True),
        "legs": (ColumnType.INTEGER, "integer", False),
        "price": (ColumnType.NUMBER, "numeric(12,2)", True),
        "alias": (ColumnType.TEXT, "public.citext", True),
        "born": (ColumnType.DATE, "date", False),
    }
    assert animals.column("mood").labels == ("calm", "cross")
    assert animals.column("legs").comment == "At least one"
    visits = catalog.table(("Side Room", "visits"))
    assert visits.row_estimate == 300
    assert visits.foreign_keys == (ForeignKey(("animal",), ("public", "Animals"), ("Id",)),)
    assert visits.column("note").values == ("a",)


def test_values_of_own_types(reader_url):
    result = run(reader_url, 'SELECT mood, moods, name, legs, ARRAY[legs] FROM public."Animals"')
    assert result.rows == (("calm", ["cross", None], "Bo", 4, [4]),)
    kinds = [column.type for column in result.columns]
    assert kinds == [ColumnType.TEXT, ColumnType.ARRAY, ColumnType.TEXT, ColumnType.INTEGER, ColumnType.ARRAY]


def test_zoned_times_are_in_the_askers_zone(reader_url):
    result = run(reader_url, "SELECT timestamptz '2025-07-01 12:00Z'", zone="Europe/Paris")
    assert result.json_rows() == [["2025-07-01T14:00:00+02:00"]]


def test_deep_json_stays_text(reader_url):
    deep = "[" * 2000 + "]" * 2000
    assert run(reader_url, f"SELECT '{deep}'::json").rows == ((deep,),)


def test_cells_that_are_too_large_become_null_and_are_marked(reader_url):
    sql = f"SELECT repeat('x', {CELL_BYTES + 1}) AS large, repeat('é', {CELL_BYTES // 2}) AS fits, 1 AS one"
    result = run(reader_url, sql)
    assert result.truncated_cells == ("large",)
    assert result.rows[0][0] is None
    assert (len(result.rows[0][1]), result.rows[0][2]) == (CELL_BYTES // 2, 1)
    collected = run(reader_url, "SELECT array_agg(i), jsonb_agg(i) FROM generate_series(1, 400000) i")
    assert (collected.rows, collected.truncated_cells) == (((None, None),), ("array_agg", "jsonb_agg"))


def test_a_result_that_is_too_large_fails(reader_url):
    with pytest.raises(QueryFailed) as failed:
        run(reader_url, "SELECT repeat('x', 900000) FROM generate_series(1, 100)", result_bytes=5_000_000)
    assert failed.value.code == "db.too_large"


@pytest.mark.parametrize(
    ("sql", "state"),
    [
        ('INSERT INTO public."Animals" VALUES (2)', "25006"),
        ("SELECT 1; SELECT 2", "42601"),
        ("CREATE TEMP TABLE t (a int)", "25006"),
        ("SELECT * FROM public.calm", "42501"),
        ('SELECT * FROM "Animals"', "42P01"),
        ("SELECT pg_catalog.pg_read_file('/etc/passwd')", "42501"),
        ("SELECT 1/0", "22012"),
    ],
)
def test_the_walls_of_the_database_hold_without_the_guard(reader_url, sql, state):
    with pytest.raises(QueryFailed) as failed:
        run(reader_url, sql)
    assert failed.value.sqlstate == state


def test_nothing_of_one_query_reaches_the_next(reader_url):
    for sql in ("SELECT set_config('work_mem', '1GB', false)", "SELECT pg_advisory_lock(7)"):
        run(reader_url, sql)
    assert run(reader_url, "SELECT current_setting('work_mem')").rows == (("64MB",),)
    assert run(reader_url, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").rows == ((0,),)


def test_a_query_that_is_cut_or_refused_keeps_its_connection(reader_url):
    pid = "SELECT pg_backend_pid()"
    before = run(reader_url, pid).rows
    cut = run(reader_url, "SELECT n FROM generate_series(1, 200000) n", rows=10)
    assert (cut.row_count, cut.truncated) == (10, True)
    with pytest.raises(QueryFailed):
        run(reader_url, "SELECT 1 / 0")
    assert run(reader_url, pid).rows == before


def test_only_guarded_queries_run(reader_url):
    with pytest.raises(TypeError):
        ENGINE.run(reader_url, "SELECT 1", LIMIT, None)


def test_types_made_later_are_known_to_the_next_query(zoo_url, reader_url):
    run(reader_url, "SELECT 1")
    with psycopg.connect(zoo_url, autocommit=True) as admin:
        admin.execute("CREATE TYPE later AS ENUM ('x'); CREATE TABLE laters (l later[])")
    query = "SELECT ARRAY['x'::public.later]"
    run(reader_url, query)
    assert run(reader_url, query).rows == ((["x"],),)


def test_many_queries_at_once_share_the_connections(reader_url):
    results, failures = [], []

    def work() -> None:
        try:
            results.append(run(reader_url, 'SELECT count(*) FROM "Side Room".visits').rows)
        except QueryFailed as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (results, failures) == ([((300,),)] * 40, [])


def test_stop_while_waiting_for_rows(reader_url):
    started = time.monotonic()
    with pytest.raises(QueryFailed) as failed:
        run(reader_url, "SELECT pg_sleep(20)", stopped=lambda: True)
    assert failed.value.code == "db.stopped"
    assert time.monotonic() - started < 1


def test_a_flag_that_cannot_be_read_does_not_end_the_time_limit(reader_url):
    def broken() -> bool:
        raise ConnectionError

    with pytest.raises(QueryFailed) as failed:
        run(reader_url, "SELECT pg_sleep(20)", stopped=broken, seconds=0.3)
    assert failed.value.code == "db.timeout"


def test_close_to_public_takes_what_a_reader_does_not_need(zoo_url, reader_url):
    close_to_public(zoo_url)
    for sql in (
        "SELECT pg_sleep(1)",
        "SELECT pg_advisory_lock(7)",
        "SELECT set_config('work_mem', '1GB', true)",
    ):
        with pytest.raises(QueryFailed) as failed:
            run(reader_url, sql)
        assert failed.value.sqlstate == "42501"
    assert run(reader_url, 'SELECT count(*) FROM public."Animals"').rows == ((1,),)


def test_an_address_survives_another_role():
    url = with_role("postgresql://a:p%40ss@[::1]:5433/my%2Fdb?sslmode=require", "r", "p:/?#[]@é")
    assert parse_url(url) == {
        "user": "r",
        "password": "p:/?#[]@é",
        "host": "::1",
        "port": "5433",
        "dbname": "my/db",
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    "url",
    [
        "",
        "host=localhost",
        "postgresql://h/x?service=y",
        "postgresql://h/x?passfile=/etc/passwd",
        "postgresql://h",
    ],
)
def test_addresses_that_are_not_taken(url):
    with pytest.raises(SourceError):
        ENGINE.check_url(url)


def test_a_database_that_hides_its_identity_is_refused_in_one_line(zoo_url, reader_url):
    with psycopg.connect(zoo_url, autocommit=True) as admin:
        admin.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC")
    with pytest.raises(SourceError, match="42501"):
        ENGINE.identity(reader_url)
