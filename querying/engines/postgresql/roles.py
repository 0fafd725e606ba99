"""The role that queries run as: what the given one could do, and a reader made where that is too much."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql
from psycopg.rows import TupleRow

from querying.catalog import TableKey
from querying.engines.base import Reader, SourceError
from querying.engines.postgresql.addresses import open_connection, parse_url, with_role

PREFIX = "insight_reader_"
TEMPORARY_SPACE = "2GB"

# What waits, locks, writes, notifies, or runs text as SQL, and which PUBLIC may call.
DANGEROUS_FUNCTIONS = (
    "pg_sleep",
    "pg_sleep_for",
    "pg_sleep_until",
    "pg_notify",
    "set_config",
    "lo_create",
    "lo_creat",
    "lo_unlink",
    "lo_put",
    "lo_from_bytea",
    "lo_open",
    "lo_import",
    "lo_export",
    "lowrite",
    "loread",
    "lo_truncate",
    "lo_truncate64",
    "pg_cancel_backend",
    "pg_terminate_backend",
    "pg_advisory_lock",
    "pg_advisory_lock_shared",
    "pg_advisory_xact_lock",
    "pg_advisory_xact_lock_shared",
    "pg_try_advisory_lock",
    "pg_try_advisory_lock_shared",
    "pg_try_advisory_xact_lock",
    "pg_try_advisory_xact_lock_shared",
    "query_to_xml",
    "query_to_xmlschema",
    "query_to_xml_and_xmlschema",
    "cursor_to_xml",
    "table_to_xml",
    "schema_to_xml",
    "database_to_xml",
    "txid_current",
    "pg_current_xact_id",
    "nextval",
    "setval",
)

# Each row is a power beyond reading, in words. What PUBLIC may do anyway (temporary tables, and before
# PostgreSQL 15 making tables in `public`) is nothing that another role would lack.
_EXCESS = """
SELECT 'is a superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper
UNION ALL SELECT 'may create roles' FROM pg_roles WHERE rolname = current_user AND rolcreaterole
UNION ALL SELECT 'may create databases' FROM pg_roles WHERE rolname = current_user AND rolcreatedb
UNION ALL SELECT 'may replicate' FROM pg_roles WHERE rolname = current_user AND rolreplication
UNION ALL SELECT 'is a member of ' || rolname FROM pg_roles
    WHERE rolname IN ('pg_write_all_data', 'pg_write_server_files', 'pg_read_server_files',
                      'pg_execute_server_program', 'pg_signal_backend', 'pg_maintain', 'pg_checkpoint',
                      'pg_create_subscription', 'pg_database_owner')
    AND pg_has_role(current_user, oid, 'MEMBER')
UNION ALL SELECT 'owns the database' FROM pg_database
    WHERE datname = current_database() AND pg_has_role(current_user, datdba, 'MEMBER')
UNION ALL (SELECT 'owns ' || relname FROM pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
    AND pg_has_role(current_user, relowner, 'MEMBER') ORDER BY 1 LIMIT 1)
UNION ALL (SELECT 'owns the schema ' || nspname FROM pg_namespace
    WHERE nspname !~ '^pg_' AND pg_has_role(current_user, nspowner, 'MEMBER') ORDER BY 1 LIMIT 1)
UNION ALL (SELECT 'owns a function' FROM pg_proc WHERE pg_has_role(current_user, proowner, 'MEMBER') LIMIT 1)
UNION ALL (SELECT 'may change ' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname !~ '^pg_'
    AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
         OR has_any_column_privilege(c.oid, 'INSERT, UPDATE')) ORDER BY 1 LIMIT 1)
UNION ALL (SELECT 'may change the sequence ' || c.relname FROM pg_class c
    WHERE CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE, UPDATE') END
    ORDER BY 1 LIMIT 1)
UNION ALL SELECT 'may create schemas' WHERE has_database_privilege(current_database(), 'CREATE')
UNION ALL (SELECT 'may create tables in ' || n.nspname FROM pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'CREATE')
    AND NOT EXISTS (SELECT FROM aclexplode(n.nspacl) a WHERE a.grantee = 0 AND a.privilege_type = 'CREATE')
    ORDER BY 1 LIMIT 1)
"""
_GRANTED = """
SELECT n.nspname, c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
WHERE a.grantee = (SELECT oid FROM pg_roles WHERE rolname = %s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
GROUP BY 1, 2
"""
_READABLE = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_schema_privilege(%(role)s, n.oid, 'USAGE')
  AND has_table_privilege(%(role)s, c.oid, 'SELECT')
"""

# Settings of the role itself hold even for whoever signs in as it elsewhere. The last one needs a superuser.
_SETTINGS = (
    ("default_transaction_read_only", "on"),
    ("statement_timeout", "300s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "60s"),
    ("temp_file_limit", TEMPORARY_SPACE),
)


def excess_privileges(url: str) -> list[str]:
    """What the role of this URL may do beyond reading, in words; empty for a plain reader."""
    with open_connection(url) as connection:
        return [row[0] for row in connection.execute(_EXCESS)]


def make_reader(admin_url: str, tables: Collection[TableKey], role: str = "") -> Reader:
    """A role that may read these tables and no more, and signs in; an old one gets a new password."""
    role = role or PREFIX + secrets.token_hex(6)
    password = secrets.token_urlsafe(24)
    with open_connection(admin_url) as connection:
        try:
            _make_role(connection, role, password)
            _limit_role(connection, role)
            _grant(connection, role, tables)
        except psycopg.Error as error:
            raise SourceError(
                _(
                    "%(user)s can't make a role that only reads (SQLSTATE %(state)s): "
                    "give such a role, or one that may create roles."
                )
                % {"user": parse_url(admin_url).get("user", ""), "state": error.sqlstate or "?"}
            ) from None
    url = with_role(admin_url, role, password)
    excess = excess_privileges(url)
    if excess:
        raise SourceError(
            _("Even a new role %(powers)s here, because PUBLIC may: revoke that first.")
            % {"powers": ", ".join(excess)}
        )
    return Reader(role, url)


def grant(admin_url: str, role: str, tables: Collection[TableKey]) -> None:
    """Make the tables that the role may read exactly these."""
    with open_connection(admin_url) as connection:
        try:
            _grant(connection, role, tables)
        except psycopg.Error as error:
            raise SourceError(
                _("The reader's grants can't be changed (SQLSTATE %(state)s).")
                % {"state": error.sqlstate or "?"}
            ) from None


def drop_reader(admin_url: str, role: str) -> None:
    """Take away a reader that was made here; nothing happens where there is none of that name."""
    with open_connection(admin_url) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            return
        try:
            for statement in ("DROP OWNED BY {}", "DROP ROLE {}"):
                connection.execute(sql.SQL(statement).format(sql.Identifier(role)))
        except psycopg.Error as error:
            raise SourceError(
                _("The role %(role)s can't be dropped (SQLSTATE %(state)s).")
                % {"role": role, "state": error.sqlstate or "?"}
            ) from None


def close_to_public(url: str) -> None:
    """Take from PUBLIC what a reader does not need: only for databases that are ours to close.

    New roles then can neither connect by default, nor make temporary or other tables.
    """
    with open_connection(url) as connection:
        database = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        for function in _dangerous_functions(connection):
            connection.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(function)))


def _dangerous_functions(connection: psycopg.Connection[TupleRow]) -> list[str]:
    """Built-in functions that wait, lock, write, notify or look outside, which PUBLIC may call."""
    rows = connection.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.proname = ANY(%s) "
        "AND p.pronamespace = 'pg_catalog'::regnamespace",
        [list(DANGEROUS_FUNCTIONS)],
    )
    return [row[0] for row in rows]


def _make_role(connection: psycopg.Connection[TupleRow], role: str, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    # Hashed here: what is sent may be written to the server's log.
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    verb = "ALTER ROLE {} LOGIN PASSWORD {}"
    if not known:
        verb = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}"
    connection.execute(sql.SQL(verb).format(sql.Identifier(role), sql.Literal(hashed)))


def _limit_role(connection: psycopg.Connection[TupleRow], role: str) -> None:
    for name, value in _SETTINGS:
        try:
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(role), sql.Identifier(name), sql.Literal(value)
                )
            )
        except psycopg.errors.InsufficientPrivilege:
            # Every transaction sets its limits itself; temp_file_limit alone is lost without a superuser.
            continue


def _grant(connection: psycopg.Connection[TupleRow], role: str, tables: Collection[TableKey]) -> None:
    reader, wanted = sql.Identifier(role), set(tables)
    with connection.transaction():
        _let_in(connection, role, {schema for schema, _table in wanted})
        granted = {(row[0], row[1]) for row in connection.execute(_GRANTED, [role])}
        for key in granted - wanted:
            connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(*key), reader))
        for key in sorted(wanted - granted):
            connection.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(*key), reader))
        _check_readable(connection, role, wanted)


def _let_in(connection: psycopg.Connection[TupleRow], role: str, schemas: Collection[str]) -> None:
    """The right to connect, and to name tables of the schemas.

    Whoever owns the tables only may have nothing to give here; PUBLIC's rights then have to do, and
    `_check_readable` tells whether they do.
    """
    reader = sql.Identifier(role)
    grants = [
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(connection.info.dbname), reader)
    ]
    for schema in sorted(schemas):
        grants.append(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), reader))
    for statement in grants:
        with suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(statement)


def _check_readable(connection: psycopg.Connection[TupleRow], role: str, wanted: Iterable[TableKey]) -> None:
    """A GRANT by somebody without the right to grant is a warning only."""
    readable = {(row[0], row[1]) for row in connection.execute(_READABLE, {"role": role})}
    missing = sorted(set(wanted) - readable)
    if missing:
        raise SourceError(
            _(
                "The role given can't pass on the right to read %(table)s: "
                "it must own the tables, or be a superuser."
            )
            % {"table": ".".join(missing[0])}
        )
