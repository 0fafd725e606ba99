"""The shops in a MariaDB server: each a database that a reader of its own may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pymysql

from querying.engines import ENGINES
from querying.engines.mysql.addresses import parse_url
from tests.querying.guard.generic.data import HIDDEN_COLUMNS, TABLES


def make_database(
    admin: str, name: str, rows: Mapping[str, Sequence[tuple[Any, ...]]], *, cut: bool = False
) -> str:
    """These rows under a collation that takes much for the same; gives a reader's address."""
    address = parse_url(f"{admin}/{name}")
    connection = pymysql.connect(host=address.host, port=address.port, user="root", autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
        cursor.execute(f"USE {name}")
        cursor.execute("SET unique_checks = 0, foreign_key_checks = 0")
        for table, columns in TABLES.items():
            cursor.execute(f"CREATE TABLE {table} ({columns.format(moment='DATETIME', json='LONGTEXT')})")
            if rows[table]:
                places = ", ".join(["%s"] * len(rows[table][0]))
                cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows[table])
        cursor.execute("CREATE INDEX users_by_organization ON users (organization)")
        if cut:
            for table, column in HIDDEN_COLUMNS:
                cursor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.close()
    tables = [(name, table) for table in TABLES if table != "salaries"]
    return ENGINES["mysql"].make_reader(f"{admin}/{name}", tables).url
