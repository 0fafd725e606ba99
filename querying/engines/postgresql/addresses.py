"""Where a PostgreSQL is: URLs checked, connections opened, and what went wrong told in our own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import psycopg
from django.utils.translation import gettext as _
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from querying.engines.base import SourceError

# Others read files of ours (service, passfile) or change the session behind our back (options).
ALLOWED_PARTS = frozenset(
    {
        "user",
        "password",
        "host",
        "hostaddr",
        "port",
        "dbname",
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
        "channel_binding",
        "connect_timeout",
        "application_name",
        "target_session_attrs",
        "gssencmode",
    }
)
CONNECT_SECONDS = 8
# A line that is cut without a word is noticed in half a minute, not in the two hours of the system's default.
CUT_LINES = {
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}

# Every connection of ours: never a name that somebody else could have put into the search path.
SESSION = "SET search_path = pg_catalog, pg_temp"


def parse_url(url: str) -> dict[str, Any]:
    """The parts of a connection URL. Raises SourceError, whose message holds no password."""
    if urlsplit(url).scheme not in ("postgresql", "postgres"):
        raise SourceError(_("The URL must look like postgresql://user:password@host:port/database."))
    try:
        parts = conninfo_to_dict(url)
    except (psycopg.ProgrammingError, UnicodeError, ValueError):
        # The parser quotes what it doesn't understand, which may be the password: it is not passed on.
        raise SourceError(
            _("The URL can't be read: is a special character of the password not percent-encoded?")
        ) from None
    unknown = sorted(set(parts) - ALLOWED_PARTS)
    if unknown:
        raise SourceError(_("The URL may not set %(parts)s.") % {"parts": ", ".join(unknown)})
    if not parts.get("dbname"):
        raise SourceError(_("The URL names no database."))
    return parts


def connection_string(url: str) -> str:
    """What libpq connects with: the URL's parts and our time limit."""
    ours: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "application_name": "insight-copilot"}
    ours |= CUT_LINES
    return make_conninfo("", **ours | parse_url(url))


def with_role(url: str, role: str, password: str) -> str:
    """The same address for another role."""
    parts = parse_url(url) | {"user": role, "password": password}
    rest = {name: value for name, value in parts.items() if name not in ("dbname", "sslcert", "sslkey")}
    # Everything but the database in the query: sockets' folders and lists of hosts don't fit before it.
    return f"postgresql:///{quote(str(parts['dbname']), safe='')}?{urlencode(rest, quote_via=quote)}"


@contextmanager
def open_connection(url: str, *, seconds: float = 60) -> Iterator[psycopg.Connection[TupleRow]]:
    """A connection for our own statements. Raises SourceError in one plain line, whatever goes wrong."""
    try:
        connection = psycopg.connect(connection_string(url), autocommit=True, prepare_threshold=None)
    except (psycopg.Error, OSError, UnicodeError) as error:
        raise SourceError(connection_sentence(error, parse_url(url))) from None
    try:
        with connection:
            connection.execute(SESSION)
            connection.execute(f"SET statement_timeout = {int(seconds * 1000)}")
            yield connection
    except psycopg.Error as error:
        raise SourceError(
            _("The database can't be read as is needed (SQLSTATE %(state)s).")
            % {"state": error.sqlstate or "?"}
        ) from None


class NoConnection(Enum):
    """Why a server gives no connection."""

    NO_DATABASE = auto()
    SIGN_IN = auto()
    NO_RIGHT = auto()
    FULL = auto()
    AWAY = auto()


def why_no_connection(error: BaseException) -> NoConnection:
    """What the client's error tells: it carries no SQLSTATE. A server of another language: AWAY."""
    text = str(error)
    if re.search(r'database "[^"]*" does not exist', text):
        return NoConnection.NO_DATABASE
    if re.search(r"too many clients|too many connections|connection slots are reserved", text):
        return NoConnection.FULL
    if "permission denied for database" in text:
        return NoConnection.NO_RIGHT
    if re.search(r"password|authentication|pg_hba|role \"", text):
        return NoConnection.SIGN_IN
    return NoConnection.AWAY


def connection_sentence(error: BaseException, parts: dict[str, Any]) -> str:
    """Why there is no connection, for whoever connects it: with names, never the server's text."""
    where = f"{parts.get('host') or 'localhost'}:{parts.get('port') or 5432}"
    words = {"where": where, "user": parts.get("user", ""), "database": parts["dbname"]}
    why = why_no_connection(error)
    if why is NoConnection.NO_DATABASE:
        return _("There is no database %(database)s at %(where)s.") % words
    if why is NoConnection.SIGN_IN:
        return (
            _("The database at %(where)s refused the sign-in of %(user)s: check name and password.") % words
        )
    if why is NoConnection.NO_RIGHT:
        return _("%(user)s may not connect to the database %(database)s.") % words
    return _("No database answers at %(where)s: is it running, and are host and port right?") % words
