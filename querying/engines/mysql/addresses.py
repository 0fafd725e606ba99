"""Where a MySQL or MariaDB server is: URLs checked, connections opened, failures told in our own words.

The driver is imported where a source needs it.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django.utils.translation import gettext as _

from querying.engines.base import SourceError

if TYPE_CHECKING:
    from pymysql.connections import Connection

SCHEMES = ("mysql", "mariadb")
CONNECT_SECONDS = 8
Ask = Callable[..., list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a URL. `encrypted`: only over TLS, with a certificate that this machine trusts."""

    host: str
    port: int
    user: str
    password: str
    database: str
    encrypted: bool = False

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


def parse_url(url: str) -> Address:
    """The parts of a connection URL. Raises SourceError, whose message holds no password."""
    try:
        parts = urlsplit(url)
        port = parts.port or 3306
        extras = dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        raise SourceError(
            _("The URL can't be read: is a special character of the password not percent-encoded?")
        ) from None
    if parts.scheme not in SCHEMES or parts.fragment:
        raise SourceError(_("The URL must look like mysql://user:password@host:port/database."))
    if extras.keys() - {"ssl"}:
        raise SourceError(
            _("The URL may not set %(parts)s.") % {"parts": ", ".join(sorted(extras.keys() - {"ssl"}))}
        )
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise SourceError(_("The URL names no database."))
    return Address(
        parts.hostname or "localhost",
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        database,
        extras.get("ssl", "false").lower() in ("true", "1", "required"),
    )


def with_user(url: str, user: str, password: str) -> str:
    """The same address for another user."""
    address = replace(parse_url(url), user=user, password=password)
    host = f"[{address.host}]" if ":" in address.host else address.host
    return (
        f"mysql://{quote(user, safe='')}:{quote(password, safe='')}@{host}:{address.port}"
        f"/{quote(address.database, safe='')}{'?ssl=true' if address.encrypted else ''}"
    )


def connect(address: Address, *, seconds: float, database: bool = True) -> Connection[Any]:
    """A connection: one statement at a time, no file of ours ever sent. Raises pymysql.Error, OSError."""
    import pymysql

    from querying.engines.mysql.types import CONVERTERS

    return pymysql.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        password=address.password,
        database=address.database if database else None,
        charset="utf8mb4",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=int(seconds) + 5,
        write_timeout=CONNECT_SECONDS,
        autocommit=True,
        local_infile=False,
        client_flag=0,
        conv=CONVERTERS,
        ssl=_trusting() if address.encrypted else None,
        # Without this the driver reads all certificates for each connection, only to trust none of them.
        ssl_disabled=not address.encrypted,
    )


@cache
def _trusting() -> ssl.SSLContext:
    """TLS with the certificates that this machine trusts; reading them takes 0.15 s."""
    return ssl.create_default_context()


@contextmanager
def open_connection(url: str, *, seconds: float = 60) -> Iterator[Ask]:
    """A way to run our own statements. Raises SourceError in one plain line, whatever goes wrong."""
    import pymysql

    address = parse_url(url)
    try:
        connection = connect(address, seconds=seconds)
    except (pymysql.Error, OSError, RuntimeError, UnicodeError) as error:
        raise SourceError(connection_sentence(error, address)) from None

    def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return list(cursor.fetchall())

    try:
        ask("SET SESSION sql_mode = 'STRICT_TRANS_TABLES', time_zone = '+00:00'")
        yield ask
    except (pymysql.Error, OSError) as error:
        code = error.args[0] if error.args else "?"
        raise SourceError(
            _("The database can't be read as is needed (error %(code)s).") % {"code": code}
        ) from None
    finally:
        connection.close()


def connection_sentence(error: BaseException, address: Address) -> str:
    """Why there is no connection, for whoever connects it: with names, never the server's text."""
    code = error.args[0] if error.args else 0
    words = {"where": address.where, "user": address.user, "database": address.database}
    if code == 1049:
        return _("There is no database %(database)s at %(where)s.") % words
    if code in (1045, 1698, 2059, 1251):
        return (
            _("The database at %(where)s refused the sign-in of %(user)s: check name and password.") % words
        )
    if code == 1044:
        return _("%(user)s may not connect to the database %(database)s.") % words
    return _("No database answers at %(where)s: is it running, and are host and port right?") % words
