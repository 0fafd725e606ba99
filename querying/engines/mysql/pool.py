"""Connections to MySQL and MariaDB kept open per address, each session made as new after its use."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from querying.engines.base import SourceError
from querying.engines.mysql.addresses import Address, parse_url
from querying.engines.mysql.errors import no_connection
from querying.engines.pool import ANSWER_SECONDS, Pool, Pools
from querying.limits import Purpose
from querying.results import QueryFailed

if TYPE_CHECKING:
    from querying.engines.mysql.connections import SourceConnection


@dataclass(slots=True)
class PooledConnection:
    """A connection and where it leads; `fresh` until its first use is over."""

    connection: SourceConnection
    address: Address
    purpose: Purpose
    fresh: bool = True
    idle_since: float = field(default_factory=time.monotonic)

    @property
    def is_open(self) -> bool:
        """Whether neither side has closed it."""
        return self.connection.is_idle

    def close(self) -> None:
        """Close it without reading what rows there are left, which never fails."""
        self.connection.leave()


class MySQLPool(Pool[PooledConnection]):
    """The connections to one address."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def connect(self, purpose: Purpose) -> PooledConnection:
        """A new connection. Raises QueryFailed."""
        import pymysql

        from querying.engines.mysql.connections import connect  # it imports the driver

        try:
            address = parse_url(self._url)
            return PooledConnection(connect(address, seconds=ANSWER_SECONDS), address, purpose)
        except SourceError as error:
            raise QueryFailed("db.unavailable", error.message) from None
        except (pymysql.Error, OSError, RuntimeError, UnicodeError) as error:
            raise no_connection(error) from None

    def wipe(self, taken: PooledConnection) -> bool:
        """Make the session as new; not where rows were left unread, nor where the server can't."""
        import pymysql

        if taken.connection.has_rows:
            return False
        taken.connection.wait_at_most(ANSWER_SECONDS)
        with suppress(pymysql.Error, OSError):
            taken.connection.reset()
            return True
        return False


_pools = Pools(MySQLPool)
pool_for, forget = _pools.at, _pools.forget
