"""Connections to PostgreSQL kept open per address: with the types of their database, wiped after each use."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.adapt import AdaptersMap
from psycopg.rows import TupleRow

from querying.engines.failures import unavailable
from querying.engines.pool import ANSWER_SECONDS, Pool, Pools
from querying.engines.postgresql import wire
from querying.engines.postgresql.addresses import connection_string
from querying.engines.postgresql.errors import no_connection
from querying.engines.postgresql.types import Types, read_types
from querying.engines.postgresql.values import prepare_loaders
from querying.engines.postgresql.watchdog import SourceConnection, Watch
from querying.limits import Purpose

_PLACE = """
SELECT (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())::int8,
       pg_catalog.pg_postmaster_start_time()::text
"""


@dataclass(slots=True)
class PooledConnection:
    """A connection with the types of its database; `fresh` until its first use is over.

    `is_doubtful`: a type was met that is not among them, so the next query needs a connection that knows it.
    """

    connection: SourceConnection
    types: Types
    purpose: Purpose
    fresh: bool = True
    is_doubtful: bool = False
    is_wiping: bool = False
    idle_since: float = field(default_factory=time.monotonic)

    @property
    def is_open(self) -> bool:
        """Whether this side has not closed it; the other may have."""
        return not self.connection.closed

    def close(self) -> None:
        """Close it, which never fails."""
        self.connection.close()

    def end_wiping(self) -> None:
        """Wait for what `wipe` asked for. Raises psycopg.Error where the server did not do it."""
        if self.is_wiping:
            wire.end_wiping(self.connection)
            self.is_wiping = False


@dataclass(frozen=True, slots=True)
class _Known:
    """The types of an address's database, and how connections load them: read once, not each time.

    `place` tells the database from one that stands there later: a type's number means another type there.
    """

    place: tuple[Any, ...]
    types: Types
    adapters: AdaptersMap
    connection: None = None


class PostgreSQLPool(Pool[PooledConnection]):
    """The connections to one address."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._known: _Known | None = None

    def give_back(self, taken: PooledConnection, *, keep: bool) -> None:
        """Wipe a connection and keep it, or close it; one that met an unknown type is not kept."""
        if taken.is_doubtful:
            self._known = None
        super().give_back(taken, keep=keep and not taken.is_doubtful)

    def connect(self, purpose: Purpose) -> PooledConnection:
        """A new connection that knows its database's types. Raises QueryFailed."""
        connection = self._open(self._known)
        try:
            with Watch(connection, ANSWER_SECONDS, None):
                known, place = self._known, _place(connection)
                if known is not None and known.place == place:
                    return PooledConnection(connection, known.types, purpose)
                types = read_types(connection)
        except psycopg.Error as error:
            connection.close()
            raise unavailable(error.sqlstate or "") from None
        if known is not None:  # it loads the types of another database
            connection.close()
            connection = self._open(None)
        prepare_loaders(connection, types)
        self._known = _Known(place, types, connection.adapters)
        return PooledConnection(connection, types, purpose)

    def _open(self, known: _Known | None) -> SourceConnection:
        try:
            return SourceConnection.connect(
                connection_string(self._url), autocommit=True, prepare_threshold=None, context=known
            )
        except (psycopg.Error, OSError) as error:
            raise no_connection(error) from None

    def wipe(self, taken: PooledConnection) -> bool:
        """Have undone what a query may have left behind; whether the connection may be kept.

        The server does it at once, but nobody waits: whoever takes the connection next sees first that it
        did (`end_wiping`).
        """
        try:
            with Watch(taken.connection, ANSWER_SECONDS, None):
                wire.begin_wiping(taken.connection)
        except psycopg.Error:
            return False
        taken.is_wiping = True
        return True


def _place(connection: psycopg.Connection[TupleRow]) -> tuple[Any, ...]:
    return connection.execute(_PLACE).fetchone() or ()


_pools = Pools(PostgreSQLPool)
pool_for, forget = _pools.at, _pools.forget
