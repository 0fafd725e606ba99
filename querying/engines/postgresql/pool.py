"""Connections kept open per address: as many as allowed, wiped after each use, dropped when in doubt.

psycopg_pool is not used: it connects in the background and goes on trying, so a source that is down
would be told of only when the waiting time is over.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field

import psycopg
from psycopg.rows import TupleRow

from querying.engines.base import Stopped
from querying.engines.postgresql.addresses import connection_string
from querying.engines.postgresql.errors import busy, no_connection, unavailable
from querying.engines.postgresql.types import Types, read_types
from querying.engines.postgresql.values import prepare_loaders
from querying.results import QueryStopped

MOST = 16
IDLE_SECONDS = 60.0
LOOK_SECONDS = 0.05


@dataclass(slots=True)
class PooledConnection:
    """A connection with the types of its database; `fresh` until its first use is over."""

    connection: psycopg.Connection[TupleRow]
    types: Types
    fresh: bool = True
    idle_since: float = field(default_factory=time.monotonic)


class Pool:
    """The connections to one address."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: deque[PooledConnection] = deque()
        self._slots = threading.BoundedSemaphore(MOST)

    def take(self, *, seconds: float, stopped: Stopped | None) -> PooledConnection:
        """A connection, kept or new. Raises QueryFailed when the source is down or all stay busy."""
        self._wait_for_slot(seconds, stopped)
        try:
            return self._kept() or self._connect()
        except BaseException:
            self._slots.release()
            raise

    def give_back(self, taken: PooledConnection, *, keep: bool) -> None:
        """Wipe a connection and keep it, or close it: nothing of one query reaches the next."""
        try:
            if keep and self._wiped(taken):
                taken.fresh, taken.idle_since = False, time.monotonic()
                self._idle.append(taken)
            else:
                taken.connection.close()
        finally:
            self._slots.release()

    def close(self) -> None:
        """Close what is idle; what is in use is closed when it comes back with an error or in old age."""
        while self._idle:
            self._idle.pop().connection.close()

    def _wait_for_slot(self, seconds: float, stopped: Stopped | None) -> None:
        until = time.monotonic() + seconds
        while not self._slots.acquire(timeout=LOOK_SECONDS):
            if stopped and stopped():
                raise QueryStopped
            if time.monotonic() > until:
                raise busy()

    def _kept(self) -> PooledConnection | None:
        while self._idle:
            try:
                kept = self._idle.pop()
            except IndexError:
                return None
            if not kept.connection.closed and time.monotonic() - kept.idle_since < IDLE_SECONDS:
                return kept
            kept.connection.close()
        return None

    def _connect(self) -> PooledConnection:
        try:
            connection = psycopg.connect(
                connection_string(self._url), autocommit=True, prepare_threshold=None
            )
        except (psycopg.Error, OSError) as error:
            raise no_connection(error) from None
        try:
            types = read_types(connection)
            prepare_loaders(connection, types)
        except psycopg.Error as error:
            connection.close()
            raise unavailable(error.sqlstate or "") from None
        return PooledConnection(connection, types)

    @staticmethod
    def _wiped(taken: PooledConnection) -> bool:
        try:
            taken.connection.rollback()
            taken.connection.execute("DISCARD ALL")
        except psycopg.Error:
            return False
        return True


_pools: dict[str, Pool] = {}
_lock = threading.Lock()


def pool_for(url: str) -> Pool:
    """The process's pool for an address."""
    with _lock:
        return _pools.setdefault(url, Pool(url))


def forget(url: str) -> None:
    """Close an address's pool, as when its password has changed."""
    with _lock:
        pool = _pools.pop(url, None)
    if pool:
        pool.close()
