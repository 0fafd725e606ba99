"""Makes the demo databases: loaded aside under another name, locked down, then renamed into place.

What a database holds is written in its comment (`{"loader": 1, "day": ...}`) before it gets its name. So a
load that was cut short leaves nothing but a `..._loading` database, which the next load drops, and a second
load of the same thing is one look-up.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from importlib.resources import files
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from querying.engines.postgresql.roles import close_to_public

Report = Callable[[str], None]
Load = Callable[[psycopg.Connection, Report], None]
Contents = Mapping[str, str | int]

# Serializes two loaders on one server; a database's name is no lock.
LOADER_LOCK = 0x0DE30


def make_database(admin_url: str, name: str, contents: Contents, load: Load, report: Report) -> bool:
    """Make sure that the database is there and holds `contents`; whether it had to be made.

    `load` gets an autocommit connection to the empty database. A database of that name with other contents
    is replaced, and its connections are closed.
    """
    with connect_to(admin_url, "postgres") as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [LOADER_LOCK])
        if contents_of(admin, name) == dict(contents):
            report(f"{name}: already there")
            return False
        aside = f"{name}_loading"
        drop_database(admin, aside)
        create_database(admin, aside)
        started = time.monotonic()
        with connect_to(admin_url, aside) as connection:
            load(connection, lambda line: report(f"{name}: {line}"))
        # The database is our own: elsewhere what PUBLIC may do is the customer's to say.
        close_to_public(database_url(admin_url, aside))
        put_in_place(admin, aside, name, contents)
        report(f"{name}: made in {time.monotonic() - started:.1f} s")
        return True


def connect_to(admin_url: str, database: str) -> psycopg.Connection:
    """An autocommit connection of the admin to a database of the demo's server."""
    return psycopg.connect(
        database_url(admin_url, database),
        autocommit=True,
        connect_timeout=10,
        application_name="insight-demo",
    )


def database_url(admin_url: str, database: str) -> str:
    """The admin's URL with another database."""
    return urlsplit(admin_url)._replace(path=f"/{database}").geturl()


def loaded_contents(admin_url: str, name: str) -> dict[str, str | int]:
    """What the demo database of this name holds; empty if there is none."""
    with connect_to(admin_url, "postgres") as admin:
        return contents_of(admin, name) or {}


def contents_of(admin: psycopg.Connection, name: str) -> dict[str, str | int] | None:
    """What the database says it holds; None: there is none, or its comment is not ours."""
    row = admin.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        [name],
    ).fetchone()
    if row is None or row[0] is None:
        return None
    try:
        contents = json.loads(row[0])
    except json.JSONDecodeError:
        return None
    return contents if isinstance(contents, dict) else None


def create_database(admin: psycopg.Connection, name: str) -> None:
    """Make an empty database that nobody but its owner can enter."""
    # FILE_COPY makes a checkpoint before and after; WAL_LOG copies the 7 MB of the template through the log.
    statement = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' STRATEGY wal_log"
    admin.execute(sql.SQL(statement).format(sql.Identifier(name)))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


def drop_database(admin: psycopg.Connection, name: str) -> None:
    """Drop a database if there is one, closing what is connected to it."""
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def put_in_place(admin: psycopg.Connection, aside: str, name: str, contents: Contents) -> None:
    """Give the loaded database its name; a cut between the steps leaves no database with that name."""
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
    admin.execute(comment.format(sql.Identifier(aside), sql.Literal(json.dumps(dict(contents)))))
    drop_database(admin, name)
    admin.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(aside), sql.Identifier(name))
    )


def read_script(name: str) -> str:
    """The text of an SQL file of this package."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def run_script(connection: psycopg.Connection, script: str, report: Report) -> None:
    """Run a script step by step; a line `-- step: title` opens a step, reported when it is done."""
    head, *steps = script.split("-- step: ")
    if head.strip():
        connection.execute(head.encode())
    for step in steps:
        title, _, statements = step.partition("\n")
        started = time.monotonic()
        connection.execute(statements.encode())
        report(f"{title.strip()} ({time.monotonic() - started:.1f} s)")
