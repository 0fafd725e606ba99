"""The engines beside PostgreSQL: short queries of MySQL over kept connections, files of many rows."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Measurement, Unit, best_of, note
from benchmarks.memory import peak_growth
from querying.engines import ENGINES
from querying.engines.duckdb.addresses import url_of as duckdb_url
from querying.engines.sqlite import addresses
from querying.exports import FORMATS, Asked, RowCount
from querying.guard import GuardedQuery
from querying.limits import LIMITS, Purpose

ROWS = 200_000
COLUMNS = "id INTEGER, name VARCHAR(20), country VARCHAR(10), price DECIMAL(12, 2), ratio DOUBLE, day DATE"
EVERYTHING = "SELECT id, name, country, price, ratio, day FROM sales"
SHORT = {"one value": "SELECT 1", "20 rows": "SELECT id, name FROM sales WHERE id <= 20"}


def measure_engines() -> list[Measurement]:
    """Nothing of MySQL where there is no server on this machine."""
    from tests import mariadb

    with tempfile.TemporaryDirectory() as folder:
        found = [*_sqlite_files(Path(folder)), *_duckdb_files(Path(folder))]
    if not (mariadb.SERVER and mariadb.INSTALL):
        return found
    with mariadb.running() as url:
        return [*_mysql(url), *found]


def _rows(first: int, count: int) -> Iterator[tuple[object, ...]]:
    for i in range(first, first + count):
        yield i, f"name {i}", ("Germany", "France", "Japan")[i % 3], i / 100, i / 7, f"2026-0{1 + i % 9}-01"


def _mysql(server: str) -> list[Measurement]:
    import pymysql

    from querying.engines.mysql.addresses import parse_url

    engine, address = ENGINES["mysql"], parse_url(f"{server}/bench")
    bare = pymysql.connect(host=address.host, port=address.port, user="root", autocommit=True)
    cursor = bare.cursor()
    cursor.execute("CREATE DATABASE bench")
    cursor.execute("USE bench")
    cursor.execute(f"CREATE TABLE sales ({COLUMNS}, PRIMARY KEY (id))")
    for first in range(1, ROWS, 50_000):
        cursor.executemany("INSERT INTO sales VALUES (%s, %s, %s, %s, %s, %s)", list(_rows(first, 50_000)))
    url = engine.make_reader(f"{server}/bench", [("bench", "sales")]).url
    found = []
    for what, sql in SHORT.items():

        def kept(sql: str = sql) -> None:
            engine.run(url, _query("mysql", sql), LIMITS[Purpose.CHAT], lambda: False)

        def anew(kept: Callable[[], None] = kept) -> None:
            engine.forget(url)
            kept()

        def driver(sql: str = sql) -> None:
            cursor.execute(sql)
            cursor.fetchall()

        ours, plain = best_of(kept, calls=50), best_of(driver, calls=50)
        found.append(Measurement(f"MySQL: {what}", ours, plain, "bare PyMySQL", ours, None, ""))
        found.append(note(f"MySQL: {what}, each on a connection of its own", best_of(anew, calls=20)))

    def by_hand(path: Path) -> None:
        with (
            path.open("w") as file,
            pymysql.connect(
                host=address.host, port=address.port, user="root", database="bench",
                cursorclass=pymysql.cursors.SSCursor,
            ) as line,
            line.cursor() as rows,
        ):  # fmt: skip
            rows.execute(EVERYTHING)
            csv.writer(file).writerows(rows)

    found += _file("mysql", url, by_hand, "PyMySQL and csv")
    engine.forget(url)
    bare.close()
    return found


def _sqlite_files(folder: Path) -> list[Measurement]:
    path = folder / "bench.db"
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE sales ({COLUMNS})")
        database.executemany("INSERT INTO sales VALUES (?, ?, ?, ?, ?, ?)", _rows(1, ROWS))
    database.close()

    def by_hand(target: Path) -> None:
        with target.open("w") as file, sqlite3.connect(path) as database:
            csv.writer(file).writerows(database.execute(EVERYTHING))

    with _folder_allowed(folder):
        return _file("sqlite", addresses.url_of(path), by_hand, "sqlite3 and csv")


def _duckdb_files(folder: Path) -> list[Measurement]:
    import duckdb

    path = folder / "bench.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute(
            "CREATE TABLE sales AS SELECT i::INTEGER AS id, 'name ' || i AS name,"
            " ['Germany', 'France', 'Japan'][1 + i % 3] AS country, (i / 100)::DECIMAL(12, 2) AS price,"
            " i / 7 AS ratio,"
            f" DATE '2026-01-01' + (i % 500)::INTEGER AS day FROM range(1, {ROWS + 1}) r(i)"
        )

    def by_hand(target: Path) -> None:
        with duckdb.connect(str(path), read_only=True) as database:
            database.execute(f"COPY ({EVERYTHING}) TO '{target}' (FORMAT csv)")

    found = _file("duckdb", duckdb_url(path), by_hand, "DuckDB's COPY")
    ENGINES["duckdb"].forget(duckdb_url(path))
    return found


@contextmanager
def _folder_allowed(folder: Path) -> Iterator[None]:
    before = addresses._folders
    addresses.allow_folders([folder])
    yield
    addresses.allow_folders(before)


def _file(kind: str, url: str, by_hand: Callable[[Path], None], name: str) -> list[Measurement]:
    """All rows as CSV, and the memory that it takes here."""
    asked = Asked(ENGINES[kind], url, _query(kind, EVERYTHING), LIMITS[Purpose.EXPORT], lambda: False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"

        def export() -> None:
            with path.open("wb") as file:
                file.writelines(FORMATS["csv"].write(asked, RowCount()))

        ours, plain = best_of(export, rounds=2), best_of(lambda: by_hand(path), rounds=2)
        grown = peak_growth(export)
    title = f"{ENGINES[kind].title}: {ROWS:,} rows as CSV"
    return [
        Measurement(title, ours, plain, name, ours, None, ""),
        Measurement(f"{title}, memory", grown, None, "", grown, 50e6, "50 MB", Unit.BYTES),
    ]


def _query(kind: str, sql: str) -> GuardedQuery:
    return GuardedQuery(sql, sql, kind, Purpose.EXPORT, None, (("main", "sales"),))
