"""The driver's connection as we want it: one statement at a time, no file of ours sent, TLS as asked for.

It imports the driver, so it is imported where a source needs it.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import TYPE_CHECKING, Any

import pymysql
from pymysql.connections import Connection
from pymysql.constants import CR

from querying.engines.mysql.addresses import CONNECT_SECONDS, Address, Tls
from querying.engines.mysql.types import CONVERTERS
from querying.engines.watching import is_readable

if TYPE_CHECKING:
    from pymysql.cursors import Cursor

    _Connection = Connection[Cursor]
else:
    _Connection = Connection

_RESET_CONNECTION = 0x1F  # MySQL 5.7.3, MariaDB 10.2.4
_IN_THE_CLEAR = (b"mysql_clear_password", b"dialog")


class SourceConnection(_Connection):
    """A connection to an address. Raises pymysql.Error, OSError, RuntimeError."""

    _result: Any
    """Of the last query, as the driver keeps it."""

    def __init__(self, address: Address, *, seconds: float, database: bool = True, tls: Tls) -> None:
        self._tls = tls
        super().__init__(
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
            # None is the driver's "where the server offers it", which asks `_create_ssl_ctx` as well.
            ssl=None if tls in (Tls.PREFERRED, Tls.OFF) else tls_context(verified=tls is Tls.VERIFIED),
            ssl_disabled=tls is Tls.OFF,
        )

    def _create_ssl_ctx(self, sslp: Any) -> ssl.SSLContext:
        """The driver's own would read all certificates for each connection, only to trust none of them."""
        return sslp if isinstance(sslp, ssl.SSLContext) else tls_context(verified=False)

    def _process_auth(self, plugin_name: bytes, auth_packet: Any, handler: Any = None) -> Any:
        """A password goes out as it is only over TLS that the address insists on: any server may ask."""
        if plugin_name in _IN_THE_CLEAR and self._tls in (Tls.PREFERRED, Tls.OFF):
            raise pymysql.OperationalError(CR.CR_AUTH_PLUGIN_ERR, "asked for the password in the clear")
        return super()._process_auth(plugin_name, auth_packet, handler)  # type: ignore[misc]

    def wait_at_most(self, seconds: float) -> None:
        """How long an answer may take to begin, from now on."""
        self._read_timeout = seconds

    @property
    def is_encrypted(self) -> bool:
        """Whether what is sent can't be read on its way."""
        return isinstance(self.line, ssl.SSLSocket)

    @property
    def is_idle(self) -> bool:
        """Whether the server is still there, as far as can be known without asking: it says nothing unasked
        but good-bye.
        """
        return self.line is not None and not is_readable(self.line.fileno(), 0)

    @property
    def has_rows(self) -> bool:
        """Whether rows of the last query have not been read."""
        return self._result is not None and bool(self._result.unbuffered_active)

    @property
    def line(self) -> Any:
        """The socket; None when it is closed."""
        return self._sock  # type: ignore[attr-defined]

    def reset(self) -> None:
        """Make the session as new: transaction, variables, temporary tables, locks. Raises pymysql.Error."""
        self._execute_command(_RESET_CONNECTION, b"")  # type: ignore[attr-defined]
        self._read_ok_packet()  # type: ignore[attr-defined]

    def leave(self) -> None:
        """Hang up, and let the driver not look for the rest of the rows on a line that is gone; what runs on
        the server is rolled back.
        """
        if self._result is not None:
            self._result.unbuffered_active = False
            self._result = None
        self._force_close()  # type: ignore[attr-defined]


def connect(address: Address, *, seconds: float, database: bool = True) -> SourceConnection:
    """A connection. Raises pymysql.Error, OSError, RuntimeError.

    Where TLS is only preferred, a server whose TLS is of no use (too old) is spoken to without.
    """
    try:
        return SourceConnection(address, seconds=seconds, database=database, tls=address.tls)
    except pymysql.OperationalError as error:
        is_tls = isinstance(getattr(error, "original_exception", None), ssl.SSLError)
        if address.tls is not Tls.PREFERRED or not is_tls:
            raise
    return SourceConnection(address, seconds=seconds, database=database, tls=Tls.OFF)


@cache
def tls_context(*, verified: bool) -> ssl.SSLContext:
    """TLS, with the certificates that this machine trusts or with any; reading those takes 0.15 s."""
    if verified:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
