"""Copies of a PostgreSQL database in other engines: tables, keys and rows, for comparing answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg

_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position
"""
_KEYS = """
SELECT conrelid::regclass::text, contype, confrelid::regclass::text,
    (SELECT array_agg(attname ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS k(number, place)
     JOIN pg_attribute ON attrelid = conrelid AND attnum = number),
    (SELECT array_agg(attname ORDER BY place) FROM unnest(confkey) WITH ORDINALITY AS k(number, place)
     JOIN pg_attribute ON attrelid = confrelid AND attnum = number)
FROM pg_constraint WHERE contype IN ('p', 'f', 'u') AND connamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Table:
    """A table to make: columns with PostgreSQL's types, and its rows."""

    name: str
    columns: list[tuple[str, str]]
    keys: list[tuple[str, list[str], str, list[str]]]  # kind, columns, table they lead to, its columns
    rows: list[tuple[Any, ...]]


def read_tables(url: str) -> list[Table]:
    """All tables of the schema public, times in UTC."""
    found: dict[str, list[tuple[str, str]]] = {}
    with psycopg.connect(url) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for table, column, kind in connection.execute(_COLUMNS):
            found.setdefault(table, []).append((column, kind))
        keys = connection.execute(_KEYS).fetchall()
        return [
            Table(
                name,
                columns,
                [
                    (kind, of, (target or "").strip('"'), to or [])
                    for table, kind, target, of, to in keys
                    if table.strip('"') == name
                ],
                connection.execute(f'SELECT * FROM "{name}"').fetchall(),
            )
            for name, columns in found.items()
        ]


def copy_to_sqlite(url: str, path: Path) -> None:
    """The database as a SQLite file."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    types = {
        "timestamp with time zone": "TIMESTAMP",
        "timestamp without time zone": "TIMESTAMP",
        "jsonb": "JSON",
    }
    for table in read_tables(url):
        connection.execute(creation(table, types, '"'))
        places = ", ".join("?" * len(table.columns))
        connection.executemany(
            f'INSERT INTO "{table.name}" VALUES ({places})', [tuple(map(_plain, row)) for row in table.rows]
        )
    connection.commit()
    connection.close()


def copy_to_mysql(url: str, admin_url: str, name: str) -> str:
    """The database under this name on a MySQL server; gives its address for the server's own superuser."""
    import pymysql

    from querying.engines.mysql.addresses import parse_url

    address = parse_url(f"{admin_url}/{name}")
    connection = pymysql.connect(
        host=address.host, port=address.port, user=address.user, password=address.password, autocommit=True
    )
    types = {
        "timestamp with time zone": "DATETIME(6)",
        "timestamp without time zone": "DATETIME(6)",
        "jsonb": "JSON",
        "text": "VARCHAR(200)",
        "character varying": "VARCHAR(200)",
        "numeric": "DECIMAL(20, 4)",
    }
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        cursor.execute(f"USE {name}")
        cursor.execute("SET foreign_key_checks = 0")
        for table in read_tables(url):
            cursor.execute(creation(table, types, "`"))
            if table.rows:
                places = ", ".join(["%s"] * len(table.columns))
                rows = [tuple(map(_plain, row)) for row in table.rows]
                cursor.executemany(f"INSERT INTO `{table.name}` VALUES ({places})", rows)
    connection.close()
    return f"{admin_url}/{name}"


def creation(table: Table, types: dict[str, str], quote: str) -> str:
    """CREATE TABLE in another dialect; keys that lead elsewhere at its end."""
    parts = [f"{quote}{name}{quote} {types.get(kind, kind)}" for name, kind in table.columns]
    words = {"p": "PRIMARY KEY", "u": "UNIQUE", "f": "FOREIGN KEY"}
    for kind, columns, target, to in table.keys:
        key = f"{words[kind]} ({_names(columns, quote)})"
        parts.append(
            f"{key} REFERENCES {quote}{target}{quote} ({_names(to, quote)})" if target and to else key
        )
    return f"CREATE TABLE {quote}{table.name}{quote} ({', '.join(parts)})"


def _names(names: Sequence[str], quote: str) -> str:
    return ", ".join(f"{quote}{name}{quote}" for name in names)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "tzinfo") and hasattr(value, "replace"):
        return str(value.replace(tzinfo=None))
    return str(value) if hasattr(value, "isoformat") or isinstance(value, list | dict) else value
