"""Who a MySQL source is read as: a user that may select from the listed tables and no more."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from contextlib import suppress

from django.utils.translation import gettext as _

from querying.catalog import TableKey
from querying.engines.base import Reader, SourceError
from querying.engines.mysql.addresses import Ask, open_connection, with_user

PREFIX = "insight_reader_"
_READING = frozenset({"USAGE", "SELECT", "SHOW VIEW"})
_GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?P<what>.+?) TO ", re.IGNORECASE)


def excess_privileges(url: str) -> list[str]:
    """What the user could do beyond reading, in words; empty for a plain reader. Raises SourceError."""
    with open_connection(url) as ask:
        grants = [str(row[0]) for row in ask("SHOW GRANTS")]
    found: dict[str, None] = {}
    for grant in grants:
        match = _GRANT.match(grant)
        if match is None:  # a role, or something that is new
            found[_("has a role beside its own rights")] = None
            continue
        rights = {re.sub(r"\s*\(.*", "", right).strip().upper() for right in match["rights"].split(", ")}
        more = sorted(rights - _READING)
        if more or "WITH GRANT OPTION" in grant.upper():
            found[_("may do more than read (%(rights)s)") % {"rights": ", ".join(more[:3]) or "GRANT"}] = None
        if match["what"] == "*.*" and "SELECT" in rights:
            found[_("may read every database of the server")] = None
    return list(found)


def make_reader(admin_url: str, tables: Collection[TableKey], role: str = "") -> Reader:
    """A user that may read these tables and no more; `role` renews that one. Raises SourceError."""
    name, password = role or f"{PREFIX}{secrets.token_hex(6)}", secrets.token_urlsafe(24)
    with open_connection(admin_url) as ask:
        ask("CREATE USER IF NOT EXISTS %s@'%%' IDENTIFIED BY %s", name, password)
        ask("ALTER USER %s@'%%' IDENTIFIED BY %s", name, password)
        _grant(ask, name, tables)
    return Reader(name, with_user(admin_url, name, password))


def grant(admin_url: str, role: str, tables: Collection[TableKey]) -> None:
    """Make the tables the user may read exactly these. Raises SourceError."""
    with open_connection(admin_url) as ask:
        _grant(ask, role, tables)


def _grant(ask: Ask, name: str, tables: Collection[TableKey]) -> None:
    ask("REVOKE ALL PRIVILEGES, GRANT OPTION FROM %s@'%%'", name)
    for schema, table in tables:
        ask(f"GRANT SELECT ON {quoted(schema)}.{quoted(table)} TO %s@'%%'", name)


def drop_reader(admin_url: str, role: str) -> None:
    """Take away a user that `make_reader` made, with its connections. Raises SourceError."""
    if not role.startswith(PREFIX):
        raise SourceError(_("This role was not made here: it is left alone."))
    with open_connection(admin_url) as ask:
        ask("DROP USER IF EXISTS %s@'%%'", role)
        _end_connections(ask, role)


def _end_connections(ask: Ask, name: str) -> None:
    """Who is in stays in when the user is dropped. What the administrator may not see or end ends by itself:
    it may read no table, and is closed in a while.
    """
    import pymysql

    for (connection,) in ask("SELECT id FROM information_schema.processlist WHERE user = %s", name):
        with suppress(pymysql.OperationalError):
            ask("KILL CONNECTION %s", connection)


def quoted(name: str) -> str:
    """An identifier as SQL takes it; a percent sign would be a place for a value."""
    return "`" + name.replace("`", "``").replace("%", "%%") + "`"
