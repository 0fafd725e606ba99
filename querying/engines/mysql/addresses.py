"""Where a MySQL or MariaDB server is: URLs checked, connections opened, failures told in our own words.

The driver is imported where a source needs it.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django.utils.translation import gettext as _

from querying.engines.base import SourceError

SCHEMES = ("mysql", "mariadb")
CONNECT_SECONDS = 8
Ask = Callable[..., list[tuple[Any, ...]]]


class Tls(Enum):
    """Whether a line is encrypted, by what stands in the URL as `ssl`."""

    PREFERRED = ""
    """Where the server offers it."""
    REQUIRED = "true"
    """Or no connection. Who the server is, is not looked at: a server makes its certificate itself."""
    VERIFIED = "verify"
    """And the certificate must be for this host, and of whom this machine trusts."""
    OFF = "false"


_TLS_WORDS = {each.value: each for each in Tls} | {"1": Tls.REQUIRED, "required": Tls.REQUIRED, "0": Tls.OFF}


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a URL."""

    host: str
    port: int
    user: str
    password: str
    database: str
    tls: Tls = Tls.PREFERRED

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
    tls = _TLS_WORDS.get(extras.get("ssl", "").lower())
    if tls is None:
        raise SourceError(_("In the URL, ssl may be true, verify or false."))
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise SourceError(_("The URL names no database."))
    return Address(
        parts.hostname or "localhost",
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        database,
        tls,
    )


def with_user(url: str, user: str, password: str) -> str:
    """The same address for another user."""
    address = replace(parse_url(url), user=user, password=password)
    host = f"[{address.host}]" if ":" in address.host else address.host
    return (
        f"mysql://{quote(user, safe='')}:{quote(password, safe='')}@{host}:{address.port}"
        f"/{quote(address.database, safe='')}{address.tls.value and f'?ssl={address.tls.value}'}"
    )


class NoConnection(Enum):
    """Why a server gives no connection: the numbers that it or the driver says it with."""

    NO_DATABASE = frozenset({1049})
    # 2059 and 2061: the server wants the password in another way than we give it.
    SIGN_IN = frozenset({1045, 1698, 1251, 1820, 1862, 2059, 2061, 3118})
    NO_RIGHT = frozenset({1044})
    FULL = frozenset({1040, 1203, 1226})
    NOT_FROM_HERE = frozenset({1129, 1130})
    TLS = frozenset({2026, 3159})
    CERTIFICATE = frozenset[int]()  # told by the kind of the error alone
    AWAY = frozenset({2003})


def why_no_connection(error: BaseException) -> NoConnection:
    """What the error of the server or the driver tells."""
    cause = getattr(error, "original_exception", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return NoConnection.CERTIFICATE
    if isinstance(cause, ssl.SSLError):
        return NoConnection.TLS
    code = error.args[0] if error.args else 0
    return next((why for why in NoConnection if code in why.value), NoConnection.AWAY)


@contextmanager
def open_connection(url: str, *, seconds: float = 60) -> Iterator[Ask]:
    """A way to run our own statements. Raises SourceError in one plain line, whatever goes wrong."""
    import pymysql

    from querying.engines.mysql.connections import connect  # it imports the driver

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
    words = {"where": address.where, "user": address.user, "database": address.database}
    match why_no_connection(error):
        case NoConnection.NO_DATABASE:
            return _("There is no database %(database)s at %(where)s.") % words
        case NoConnection.SIGN_IN:
            return (
                _("The database at %(where)s refused the sign-in of %(user)s: check name and password.")
                % words
            )
        case NoConnection.NO_RIGHT:
            return _("%(user)s may not connect to the database %(database)s.") % words
        case NoConnection.FULL:
            return _("The database at %(where)s has no connection free: try again in a moment.") % words
        case NoConnection.NOT_FROM_HERE:
            return _("The database at %(where)s lets nobody in from this machine.") % words
        case NoConnection.TLS:
            return _("The database at %(where)s offers no encrypted connection.") % words
        case NoConnection.CERTIFICATE:
            return _("The certificate of the database at %(where)s is not trusted by this machine.") % words
    return _("No database answers at %(where)s: is it running, and are host and port right?") % words
