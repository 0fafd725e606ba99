"""The MySQL engine on a real MariaDB server: structure, values without loss, limits, stop, roles."""

import dataclasses
import datetime as dt
import json
import threading
import time
from contextlib import closing
from decimal import Decimal

import pymysql
import pytest

from querying.catalog import ColumnType, ForeignKey
from querying.engines import ENGINES, engine_of
from querying.engines.base import SourceError
from querying.engines.mysql.addresses import Tls, parse_url, with_user
from querying.engines.mysql.session import only_offset
from querying.exports import FORMATS, Asked, RowCount
from querying.guard import GuardedQuery
from querying.guard.guarded import Output
from querying.limits import LIMITS, Purpose
from querying.results import QueryFailed, ResultSet

ENGINE = ENGINES["mysql"]
LIMIT = LIMITS[Purpose.CHAT]
ZOO = """
CREATE DATABASE zoo CHARACTER SET utf8mb4;
CREATE TABLE zoo.`An``imals` (
    id BIGINT UNSIGNED PRIMARY KEY, name VARCHAR(20) NOT NULL COMMENT 'What we call it', legs INT, born DATE,
    mood ENUM('calm', 'it''s cross'), tame TINYINT(1), UNIQUE (name, born), nick VARCHAR(9), UNIQUE (nick(2))
) COMMENT 'Who lives here';
CREATE TABLE zoo.visits (
    animal BIGINT UNSIGNED, seen TIMESTAMP NULL, note TEXT,
    FOREIGN KEY (animal) REFERENCES zoo.`An``imals` (id)
);
CREATE VIEW zoo.tame AS SELECT * FROM zoo.`An``imals` WHERE tame;
CREATE TABLE zoo.secrets (a INT);
INSERT INTO zoo.`An``imals` VALUES (18446744073709551615, 'Bö', 4, '2025-01-01', 'calm', 1, NULL);
SET time_zone = '+00:00';
INSERT INTO zoo.visits VALUES (18446744073709551615, '2025-07-01 12:00:00', 'a');
"""
MOMENT = dt.datetime(2025, 1, 2, 3, 4, 5, 600_000)  # noqa: DTZ001


@pytest.fixture(scope="module")
def admin_url(mariadb_url: str) -> str:
    address = parse_url(f"{mariadb_url}/zoo")
    connection = pymysql.connect(host=address.host, port=address.port, user="root", autocommit=True)
    with connection.cursor() as cursor:
        for statement in ZOO.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    connection.close()
    return f"{mariadb_url}/zoo"


@pytest.fixture(scope="module")
def reader_url(admin_url: str) -> str:
    return ENGINE.make_reader(admin_url, [("zoo", "An`imals"), ("zoo", "visits")]).url


def run(url: str, sql: str, *, zone: str = "UTC", stopped=None, tables=(), **limits) -> ResultSet:
    query = GuardedQuery(sql, sql, "mysql", Purpose.CHAT, None, tables, time_zone=zone)
    return ENGINE.run(url, query, dataclasses.replace(LIMIT, **limits), stopped)


def code(url: str, sql: str, **options) -> str:
    with pytest.raises(QueryFailed) as failed:
        run(url, sql, **options)
    return failed.value.code


def test_structure(admin_url):
    catalog = ENGINE.introspect(admin_url)
    kinds = {table.name: table.kind for table in catalog}
    assert kinds == {"An`imals": "table", "secrets": "table", "tame": "view", "visits": "table"}
    animals = catalog.table(("zoo", "An`imals"))
    assert {column.name: (column.type, column.sql_type, column.nullable) for column in animals.columns} == {
        "id": (ColumnType.INTEGER, "bigint", False),
        "name": (ColumnType.TEXT, "varchar", False),
        "legs": (ColumnType.INTEGER, "int", True),
        "born": (ColumnType.DATE, "date", True),
        "mood": (ColumnType.TEXT, "enum", True),
        "tame": (ColumnType.BOOLEAN, "tinyint", True),
        "nick": (ColumnType.TEXT, "varchar", True),
    }
    assert (animals.comment, animals.primary_key, animals.unique_keys) == (
        "Who lives here",
        ("id",),
        (("name", "born"),),
    )
    assert animals.column("mood").labels == ("calm", "it's cross")
    assert (animals.column("name").comment, animals.column("name").values) == ("What we call it", ("Bö",))
    visits = catalog.table(("zoo", "visits"))
    assert visits.foreign_keys == (ForeignKey(("animal",), ("zoo", "An`imals"), ("id",)),)
    assert ENGINE.sample(admin_url, catalog)["zoo", "An`imals"]["name"] == ("Bö",)


@pytest.mark.parametrize(
    ("sql", "kind", "value"),
    [
        ("18446744073709551615", "integer", 18446744073709551615),
        ("CAST(2.50 AS DECIMAL(10,2))", "number", Decimal("2.50")),
        ("0.1e0", "number", 0.1),
        ("CAST('2025-01-02' AS DATE)", "date", dt.date(2025, 1, 2)),
        ("CAST('2025-01-02 03:04:05.6' AS DATETIME(3))", "timestamp", MOMENT),
        ("CAST('838:59:59' AS TIME)", "text", "838:59:59"),
        ("CAST(x'00ff' AS BINARY)", "bytes", b"\x00\xff"),
        ("b'101'", "bytes", b"\x05"),
        ("'é\U0001f600'", "text", "é\U0001f600"),
        ("NULL", "text", None),
    ],
)  # fmt: skip
def test_values_are_not_changed(reader_url, sql, kind, value):
    result = run(reader_url, f"SELECT {sql} AS v")
    assert result.rows == ((value,),)
    assert result.columns[0].type == kind
    assert type(result.rows[0][0]) is type(value)


def test_values_of_columns(admin_url):
    address = parse_url(admin_url)
    connection = pymysql.connect(host=address.host, port=address.port, user="root", autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("SET sql_mode = ''")
        cursor.execute("CREATE OR REPLACE TABLE zoo.odd (z DATE, b BIT(12), y YEAR, t BOOL, u BOOL, j JSON)")
        cursor.execute("INSERT INTO zoo.odd VALUES ('0000-00-00', b'100000000001', 2155, 1, 7, '[1]')")
    connection.close()
    result = run(admin_url, "SELECT z, b, y, t, u, j FROM zoo.odd")
    assert result.rows == (("0000-00-00", 2049, 2155, True, 7, "[1]"),)
    kinds = ["date", "integer", "integer", "boolean", "boolean", "text"]
    assert [column.type for column in result.columns] == kinds


def test_a_moment_is_shown_on_the_askers_clock_or_not_at_all(reader_url):
    sql, tables = "SELECT seen FROM zoo.visits", (("zoo", "visits"),)
    noon = dt.datetime(2025, 7, 1, 12)  # noqa: DTZ001
    assert run(reader_url, sql, tables=tables).rows == ((noon,),)
    # This server's zone tables are empty: it would have shown UTC for Paris.
    assert code(reader_url, sql, tables=tables, zone="Europe/Paris") == "db.error"
    assert run(reader_url, "SELECT 1", tables=(("zoo", "An`imals"),), zone="Europe/Paris").rows == ((1,),)
    # A zone whose clocks never changed needs none.
    later = dt.datetime(2025, 7, 1, 17, 30)  # noqa: DTZ001
    assert run(reader_url, sql, tables=tables, zone="Asia/Kolkata").rows == ((later,),)
    zones = ("UTC", "America/Phoenix", "Africa/Monrovia", "America/Sao_Paulo")
    assert [only_offset(zone) for zone in zones] == ["+00:00", "-07:00", None, None]


NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT"


def test_limits_of_rows_cells_and_bytes(reader_url):
    result = run(reader_url, f"{NUMBERS} i FROM n", rows=10)
    assert (result.row_count, result.truncated) == (10, True)
    cut = run(reader_url, "SELECT REPEAT('x', 200) AS large, 1 AS one", cell_bytes=100)
    assert (cut.rows, cut.truncated_cells) == (((None, 1),), ("large",))
    assert code(reader_url, f"{NUMBERS} REPEAT('x', 1000) FROM n", result_bytes=100_000) == "db.too_large"


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO zoo.visits VALUES (1, NULL, NULL)",
        "CREATE TABLE zoo.x (a INT)",
        "SELECT * FROM zoo.secrets",
        "SELECT * FROM mysql.global_priv",
        "SELECT * FROM zoo.tame",
        "SELECT 1; SELECT 2",
        "SELECT 1 INTO OUTFILE '/tmp/never'",
        "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE zoo.visits",
        "SET GLOBAL max_connections = 1",
    ],
)
def test_the_walls_of_the_database_hold_without_the_guard(reader_url, sql):
    assert code(reader_url, sql) == "db.error"


def test_a_transaction_of_ours_cannot_write_whatever_the_role(admin_url):
    assert code(admin_url, "INSERT INTO zoo.secrets VALUES (1)") == "db.error"


def test_stop_and_time_limit_end_the_query_on_the_server(reader_url):
    started = time.monotonic()
    assert code(reader_url, "SELECT SLEEP(30)", stopped=lambda: True) == "db.stopped"
    assert time.monotonic() - started < 1.5
    flag = threading.Event()
    threading.Timer(0.2, flag.set).start()
    assert code(reader_url, f"{NUMBERS} SLEEP(0.05) FROM n", stopped=flag.is_set) == "db.stopped"
    assert code(reader_url, "SELECT SLEEP(30)", seconds=0.3) in ("db.timeout",)


def test_stream_gives_lines_of_copy(reader_url):
    sql = "SELECT 1, NULL, 'a\tb\\\\c', 2.5, x'00ff'"
    query = GuardedQuery(sql, sql, "mysql", Purpose.EXPORT, None, ())
    assert list(ENGINE.stream(reader_url, query, LIMITS[Purpose.EXPORT], None)) == [
        b"1\t\\N\ta\\tb\\\\c\t2.5\t\\\\x00ff\n"
    ]


def test_files_hold_what_the_page_shows_or_there_are_none(reader_url, admin_url):
    """All types, ten thousand rows in batches, and a failure or too much in the middle."""
    sql = (
        "SELECT 18446744073709551615 AS big, CAST(2.50 AS DECIMAL(9, 2)) AS price, 0.1e0 AS tenth,"
        " CAST('2025-01-02' AS DATE) AS day, CAST('2025-01-02 03:04:05' AS DATETIME) AS at,"
        " CAST('-838:59:59' AS TIME) AS time, CAST(x'fbff' AS BINARY) AS bytes, NULL AS nothing, '' AS empty,"
        " '=1+1' AS formula, CAST(3 AS UNSIGNED) = 3 AS flag"
    )
    assert write(reader_url, "csv", sql).splitlines()[1] == (
        b'18446744073709551615,2.50,0.1,2025-01-02,2025-01-02 03:04:05,"\'-838:59:59","\'+/8=",,"","\'=1+1",1'
    )
    for each in (sql, "SELECT * FROM zoo.`An``imals`"):
        shown = run(admin_url, each)
        assert [list(json.loads(line).values()) for line in write(admin_url, "jsonl", each).splitlines()] == (
            json.loads(json.dumps(shown.json_rows()))
        )
    assert write(reader_url, "xlsx", sql).startswith(b"PK")
    digits = " UNION ALL ".join(f"SELECT {digit}" for digit in range(10))
    tables = ", ".join(f"d AS d{place}" for place in range(4))
    number = " + ".join(f"d{place}.i * {10**place}" for place in range(4))
    many = f"WITH d(i) AS ({digits}) SELECT {number} AS i FROM {tables}"
    assert write(reader_url, "csv", many).count(b"\n") == 10_001
    breaks = many.replace(" AS i FROM", " + 9223372036854770807 AS i FROM")
    cases = [(each, breaks, {}, "db.error") for each in FORMATS]
    cases += [("csv", many, {"result_bytes": 9_999}, "db.too_large")]
    for extension, statement, limits, expected in cases:
        with pytest.raises(QueryFailed) as failed:
            write(reader_url, extension, statement, **limits)
        assert failed.value.code == expected


def test_too_many_rows_are_refused_before_the_file_begins(admin_url):
    """Also where columns share a name, and of both parts of a UNION together."""
    address = parse_url(admin_url)
    connection = pymysql.connect(host=address.host, port=address.port, user="root", autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE TABLE zoo.hundred (i INT)")
        cursor.execute("INSERT INTO zoo.hundred VALUES " + ", ".join(f"({number})" for number in range(100)))
    connection.close()
    half = "SELECT a.i, b.i FROM zoo.hundred a, zoo.hundred b"
    many, count = f"{half} UNION ALL {half}", RowCount()
    for outputs in ((), (Output("i"), Output("i"))):
        sql = many if outputs else many.replace("b.i", "b.i AS j")
        query = GuardedQuery(sql, sql, "mysql", Purpose.EXPORT, None, (), outputs=outputs)
        for rows in (19_999, 20_000):
            limits = dataclasses.replace(LIMITS[Purpose.EXPORT], rows=rows)
            blocks = FORMATS["csv"].write(Asked(ENGINE, admin_url, query, limits, bool), count)
            with closing(blocks):
                if rows == 20_000:
                    assert next(blocks)
                    continue
                with pytest.raises(QueryFailed, match="more than 19,999 rows"):
                    next(blocks)
    assert count.rows == 0


def write(url: str, extension: str, sql: str, **limits) -> bytes:
    query = GuardedQuery(sql, sql, "mysql", Purpose.EXPORT, None, ())
    asked = Asked(ENGINE, url, query, dataclasses.replace(LIMITS[Purpose.EXPORT], **limits), lambda: False)
    return b"".join(FORMATS[extension].write(asked, RowCount()))


def test_only_guarded_queries_run(reader_url):
    with pytest.raises(TypeError):
        ENGINE.run(reader_url, "SELECT 1", LIMIT, None)


def test_readers_are_made_renewed_and_dropped(admin_url, reader_url):
    assert ENGINE.excess_privileges(reader_url) == []
    assert ENGINE.excess_privileges(admin_url) != []
    made = ENGINE.make_reader(admin_url, [("zoo", "secrets")])
    assert run(made.url, "SELECT COUNT(*) FROM zoo.secrets").rows == ((0,),)
    ENGINE.grant(admin_url, made.role, [("zoo", "visits")])
    assert code(made.url, "SELECT COUNT(*) FROM zoo.secrets") == "db.error"
    assert ENGINE.identity(made.url) == ENGINE.identity(admin_url) != ""
    ENGINE.drop_reader(admin_url, made.role)
    assert code(made.url, "SELECT 1") == "db.unavailable"
    with pytest.raises(SourceError):
        ENGINE.drop_reader(admin_url, "root")


def test_addresses_and_what_is_told_of_wrong_ones(admin_url):
    address = parse_url(with_user("mariadb://a:b@[::1]:3307/my%20db?ssl=true", "r", "p:/?#[]@é"))
    assert (address.user, address.password, address.host) == ("r", "p:/?#[]@é", "::1")
    assert (address.port, address.database, address.tls) == (3307, "my db", Tls.REQUIRED)
    assert [engine_of(url) for url in ("mysql://h/x", "mariadb://h/x")] == ["mysql", "mysql"]
    for url in ("mysql://h", "mysql://h/a/b", "mysql://h/x?local_infile=1", "http://h/x", "mysql://h:x/x"):
        with pytest.raises(SourceError):
            ENGINE.check_url(url)
    for url in (admin_url.replace("/zoo", "/nothing"), with_user(admin_url, "nobody", "secret-word"),
                "mysql://root:secret-word@127.0.0.1:1/x"):  # fmt: skip
        with pytest.raises(SourceError) as refused:
            ENGINE.introspect(url)
        assert "secret-word" not in refused.value.message
