"""Connections kept open per address: as many as allowed, wiped after each use, dropped when in doubt.

psycopg_pool is not used: it connects in the background and goes on trying, so a source that is down
would be told of only when the waiting time is over.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.adapt import AdaptersMap
from psycopg.rows import TupleRow

from querying.engines.base import Stopped
from querying.engines.postgresql.addresses import connection_string
from querying.engines.postgresql.errors import no_connection, unavailable
from querying.engines.postgresql.slots import LOOK_SECONDS, Slots
from querying.engines.postgresql.types import Types, read_types
from querying.engines.postgresql.values import prepare_loaders
from querying.engines.postgresql.watchdog import Watchdog
from querying.limits import Purpose
from querying.results import QueryStopped

IDLE_SECONDS = 60.0
# A server that is there answers in this time; one whose line has been cut answers nothing, not even that.
ANSWER_SECONDS = 5.0

_PLACE = """
SELECT (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())::int8,
       pg_catalog.pg_postmaster_start_time()::text
"""

_most = 16


def allow(most: int) -> None:
    """How many connections to an address this process may have, for pools that are made from now on."""
    global _most
    _most = most


@dataclass(slots=True)
class PooledConnection:
    """A connection with the types of its database; `fresh` until its first use is over.

    `is_doubtful`: a type was met that is not among them, so the next query needs a connection that knows it.
    """

    connection: psycopg.Connection[TupleRow]
    types: Types
    purpose: Purpose
    fresh: bool = True
    is_doubtful: bool = False
    idle_since: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class _Known:
    """The types of an address's database, and how connections load them: read once, not each time.

    `place` tells the database from one that stands there later: a type's number means another type there.
    """

    place: tuple[Any, ...]
    types: Types
    adapters: AdaptersMap
    connection: None = None


class Pool:
    """The connections to one address."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: deque[PooledConnection] = deque()
        self._slots = Slots(_most)
        self._known: _Known | None = None

    def take(self, purpose: Purpose, *, seconds: float, stopped: Stopped | None) -> PooledConnection:
        """A connection, kept or new, after its turn has come. Raises QueryFailed when the source is down or
        all stay busy, and QueryStopped.
        """
        self._slots.take(purpose, seconds=seconds, stopped=stopped)
        try:
            kept = self._kept()
        except BaseException:
            self._slots.release(purpose)
            raise
        if kept is not None:
            kept.purpose = purpose
            return kept
        return _Connecting(lambda: self._connect(purpose), lambda: self._slots.release(purpose)).wait(stopped)

    def give_back(self, taken: PooledConnection, *, keep: bool) -> None:
        """Wipe a connection and keep it, or close it: nothing of one query reaches the next."""
        try:
            if taken.is_doubtful:
                self._known = None
            if keep and not taken.is_doubtful and self._wiped(taken):
                taken.fresh, taken.idle_since = False, time.monotonic()
                self._idle.append(taken)
            else:
                taken.connection.close()
        finally:
            self._slots.release(taken.purpose)

    def close(self) -> None:
        """Close what is idle; what is in use is closed when it comes back with an error or in old age."""
        while self._idle:
            self._idle.pop().connection.close()

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

    def _connect(self, purpose: Purpose) -> PooledConnection:
        connection = self._open(self._known)
        try:
            with Watchdog(connection, ANSWER_SECONDS, None):
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

    def _open(self, known: _Known | None) -> psycopg.Connection[TupleRow]:
        try:
            return psycopg.connect(
                connection_string(self._url), autocommit=True, prepare_threshold=None, context=known
            )
        except (psycopg.Error, OSError) as error:
            raise no_connection(error) from None

    @staticmethod
    def _wiped(taken: PooledConnection) -> bool:
        try:
            with Watchdog(taken.connection, ANSWER_SECONDS, None):
                taken.connection.rollback()
                taken.connection.execute("DISCARD ALL")
        except psycopg.Error:
            return False
        return True


def _place(connection: psycopg.Connection[TupleRow]) -> tuple[Any, ...]:
    return connection.execute(_PLACE).fetchone() or ()


class _Connecting:
    """A connection that is being opened in a thread of its own, which nothing can cut short: whoever presses
    stop leaves it alone. It is closed, and its slot is free again, when it comes too late.
    """

    def __init__(self, connect: Callable[[], PooledConnection], release: Callable[[], None]) -> None:
        self._connect, self._release = connect, release
        self._made: PooledConnection | None = None
        self._failure: BaseException | None = None
        self._done, self._lock, self._is_left = threading.Event(), threading.Lock(), False

    def wait(self, stopped: Stopped | None) -> PooledConnection:
        """The connection. Raises QueryFailed, QueryStopped."""
        threading.Thread(target=self._work, name="source-connection", daemon=True).start()
        try:
            while not self._done.wait(LOOK_SECONDS):
                if stopped is not None and stopped():
                    raise QueryStopped
        except BaseException:
            self._leave()
            raise
        if self._made is None:
            self._release()
            raise self._failure or unavailable()
        return self._made

    def _leave(self) -> None:
        with self._lock:
            self._is_left = True
            if not self._done.is_set():
                return
        self._give_up()

    def _work(self) -> None:
        try:
            self._made = self._connect()
        except BaseException as error:  # noqa: BLE001  raised again by whoever waits
            self._failure = error
        with self._lock:
            self._done.set()
            if not self._is_left:
                return
        self._give_up()

    def _give_up(self) -> None:
        if self._made is not None:
            self._made.connection.close()
        self._release()


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
