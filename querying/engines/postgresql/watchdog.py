"""Cancels a running query: when the person presses stop, or the time is over."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

import psycopg
from psycopg.rows import TupleRow

from querying.engines.base import Stopped
from querying.engines.watching import LOOK_SECONDS, Limit, Watchdog, hang_up

logger = logging.getLogger(__name__)

CANCEL_AGAIN_SECONDS = 0.25
# Whoever pressed stop waits no longer than a second, whatever the server does. A cancel that has reached it
# holds all the same: the query ends there where it next looks.
CANCEL_SECONDS = 0.4
HANG_UP_SECONDS = 0.6
# Where finding out whether to stop takes long itself, the most of the time is still left to the query.
LOOK_SHARE = 5

Result = TypeVar("Result")


class SourceConnection(psycopg.Connection[TupleRow]):
    """A connection whose waiting thread itself looks, every 50 ms, whether it should still wait."""

    watch: Watch | None = None

    def wait(
        self, gen: Generator[Any, Any, Result], interval: float = LOOK_SECONDS, timeout: float | None = None
    ) -> Result:
        """As psycopg's; while somebody watches, it may end early with an OperationalError."""
        if self.watch is not None:
            gen, interval = _looking(gen, self.watch), LOOK_SECONDS
        return super().wait(gen, interval, timeout)


def _looking(
    gen: Generator[Any, Any, Result], watch: Watch
) -> Generator[Any, Any, Result]:  # psycopg's own generators are compiled: they are driven by hand
    try:
        wanted = next(gen)
        while True:
            watch.look()
            ready = yield wanted
            wanted = gen.send(ready)
    except StopIteration as end:
        result: Result = end.value
        return result


def _cancel(connection: psycopg.Connection[TupleRow]) -> None:
    """Ask the server to end the query; one that comes before it has begun is lost."""
    try:
        connection.cancel_safe(timeout=CANCEL_SECONDS)
    except psycopg.Error as error:
        logger.warning("cancel failed: %s", type(error).__name__)


def _hang_up(connection: psycopg.Connection[TupleRow]) -> None:
    """Shut the socket down under whoever waits."""
    with suppress(psycopg.Error):  # it is closed already
        hang_up(connection.fileno())


class Watch(Limit):
    """Watches a connection for the length of a `with` block, by the thread that waits for it: most queries
    are over before it looks once, and cost nothing. A cancel is over before the next query begins.
    """

    def __init__(self, connection: SourceConnection, seconds: float, stopped: Stopped | None) -> None:
        super().__init__(seconds, stopped)
        self._watched = connection
        self._next = time.monotonic() + LOOK_SECONDS
        self._give_up: float | None = None

    def __enter__(self) -> Self:
        self._watched.watch = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watched.watch = None

    def look(self) -> None:
        """Cancel the query where it has to end, again until it does, and in the end hang up."""
        now = time.monotonic()
        if now < self._next:
            return
        if self._give_up is None:
            if not self.must_end():
                after = time.monotonic()
                self._next = after + max(LOOK_SECONDS, LOOK_SHARE * (after - now))
                return
            self._give_up = time.monotonic() + HANG_UP_SECONDS
        elif now > self._give_up:
            _hang_up(self._watched)
            return
        _cancel(self._watched)
        self._next = min(time.monotonic() + CANCEL_AGAIN_SECONDS, self._give_up)


class ConnectionWatchdog(Watchdog):
    """Watches a connection from a thread beside it, where rows are handed on between two waits: whoever takes
    them may be slow, and the server's work ends all the same.
    """

    def __init__(
        self, connection: psycopg.Connection[TupleRow], seconds: float, stopped: Stopped | None
    ) -> None:
        super().__init__(seconds, stopped)
        self._connection = connection

    def cancel(self) -> None:
        """Ask until the query ends, and hang up in the end."""
        give_up = time.monotonic() + HANG_UP_SECONDS
        while not self.done.is_set() and time.monotonic() < give_up:
            _cancel(self._connection)
            self.done.wait(CANCEL_AGAIN_SECONDS)
        if not self.done.is_set():
            _hang_up(self._connection)
