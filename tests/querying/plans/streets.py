"""The streets of `conftest.py`, smaller, in the databases that are not PostgreSQL."""

import datetime as dt
import sqlite3
from pathlib import Path

import duckdb
import pymysql

from querying.engines.duckdb import addresses as duckdb_addresses
from querying.engines.mysql.addresses import parse_url
from querying.engines.sqlite.addresses import url_of

VISITS = 24_000
START = dt.datetime(2025, 1, 1)  # noqa: DTZ001
TABLES = (
    "CREATE TABLE cities (id int PRIMARY KEY, name varchar(20) NOT NULL)",
    "CREATE TABLE visits (id int PRIMARY KEY, city_id int NOT NULL, seen_at timestamp NOT NULL,"
    " kind varchar(9) NOT NULL, note text, amount int NOT NULL)",
    "CREATE TABLE sales (id int PRIMARY KEY, tenant_id int NOT NULL, city_id int NOT NULL, sold_at timestamp"
    " NOT NULL, voucher varchar(20) NOT NULL, password_hash varchar(20))",
    "CREATE TABLE sale_lines (sale_id int NOT NULL, sku varchar(9) NOT NULL, FOREIGN KEY (sale_id)"
    " REFERENCES sales (id))",
)
INDEXES = (
    "CREATE INDEX visits_by_time ON visits (seen_at)",
    "CREATE INDEX sales_by_time ON sales (tenant_id, sold_at)",
)


def rows() -> dict[str, list[tuple]]:
    """North's sales have even ids; those of the other organization are later, with vouchers of their own."""
    minutes = [(START + dt.timedelta(minutes=i)).isoformat(" ") for i in range(VISITS + 1)]
    numbers = range(1, VISITS + 1)
    late = (START + dt.timedelta(days=900)).isoformat(" ")
    return {
        "cities": [(i, f"City {i}") for i in range(1, 51)],
        "visits": [(i, 1 + i % 50, minutes[i], f"k{i % 7}", "a note", 1 + i % 4973) for i in numbers],
        "sales": [
            (i, 1 + i % 2, 1 + i % 50, late if i % 2 else minutes[i], "theirs" if i % 2 else "own", "hash")
            for i in numbers
        ],
        "sale_lines": [(i, f"s{i % 5}") for i in range(1, 2_001)],
    }


def in_sqlite(folder: Path) -> str:
    """The address of a file."""
    with sqlite3.connect(folder / "streets.db") as connection:
        for statement in TABLES:
            connection.execute(statement)
        for table, values in rows().items():
            connection.executemany(f"INSERT INTO {table} VALUES ({_marks(values, '?')})", values)
        for statement in INDEXES:
            connection.execute(statement)
    connection.close()
    return url_of(folder / "streets.db")


def in_duckdb(folder: Path) -> str:
    """The address of a file without keys and indexes, as uploads are."""
    with duckdb.connect(str(folder / "streets.duckdb")) as connection:
        for statement in TABLES:
            connection.execute(
                statement.replace(" PRIMARY KEY", "").split(", FOREIGN")[0].removesuffix(")") + ")"
            )
        for table, values in rows().items():
            text = "\n".join(",".join(map(str, row)) for row in values)
            (folder / f"{table}.csv").write_text(text)
            connection.execute(f"COPY {table} FROM '{folder / table}.csv' (HEADER false)")
    return duckdb_addresses.url_of(folder / "streets.duckdb")


def in_mysql(server: str) -> str:
    """The superuser's address of a database of the server."""
    address = parse_url(f"{server}/streets")
    connection = pymysql.connect(host=address.host, port=address.port, user="root", autocommit=True)
    with connection.cursor() as cursor:
        for statement in ("DROP DATABASE IF EXISTS streets", "CREATE DATABASE streets", "USE streets"):
            cursor.execute(statement)
        cursor.execute("SET time_zone = '+00:00'")
        for statement in TABLES:
            cursor.execute(statement)
        for table, values in rows().items():
            cursor.executemany(f"INSERT INTO {table} VALUES ({_marks(values, '%s')})", values)
        for statement in INDEXES:
            cursor.execute(statement)
        for table in rows():
            cursor.execute(f"ANALYZE TABLE {table}")
            cursor.fetchall()
    connection.close()
    return f"{server}/streets"


def _marks(values: list[tuple], mark: str) -> str:
    return ", ".join([mark] * len(values[0]))
