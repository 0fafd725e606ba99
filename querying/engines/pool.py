"""Connections kept open per address: as many as allowed, wiped after each use, dropped when in doubt.

An engine says how one is opened and wiped. Drivers' own pools are not used: they connect in the background
and go on trying, so a source that is down would be told of only when the waiting time is over.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from querying.engines.base import Stopped
from querying.engines.failures import unavailable
from querying.engines.slots import LOOK_SECONDS, Slots
from querying.limits import Purpose
from querying.results import QueryStopped

IDLE_SECONDS = 60.0
# A server that is there answers in this time; one whose line has been cut answers nothing, not even that.
ANSWER_SECONDS = 5.0

_most = 16


def allow(most: int) -> None:
    """How many connections to an address this process may have, for pools that are made from now on."""
    global _most
    _most = most


class Pooled(Protocol):
    """A connection of a pool; `fresh` until its first use is over."""

    purpose: Purpose
    fresh: bool
    idle_since: float

    @property
    def is_open(self) -> bool:
        """Whether this side has not closed it; the other may have."""

    def close(self) -> None:
        """Close it, which never fails."""


C = TypeVar("C", bound=Pooled)


class Pool(Generic[C]):
    """The connections to one address."""

    def __init__(self) -> None:
        self._idle: deque[C] = deque()
        self._slots = Slots(_most)

    def connect(self, purpose: Purpose) -> C:
        """A new connection. Raises QueryFailed."""
        raise NotImplementedError

    def wipe(self, taken: C) -> bool:
        """Undo what a query may have left behind; whether the connection may be kept."""
        raise NotImplementedError

    def take(self, purpose: Purpose, *, seconds: float, stopped: Stopped | None) -> C:
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
        return _Connecting(lambda: self.connect(purpose), lambda: self._slots.release(purpose)).wait(stopped)

    def give_back(self, taken: C, *, keep: bool) -> None:
        """Wipe a connection and keep it, or close it: nothing of one query reaches the next."""
        try:
            if keep and self.wipe(taken):
                taken.fresh, taken.idle_since = False, time.monotonic()
                self._idle.append(taken)
            else:
                taken.close()
        finally:
            self._slots.release(taken.purpose)

    def close(self) -> None:
        """Close what is idle; what is in use is closed when it comes back with an error or in old age."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> C | None:
        while self._idle:
            try:
                kept = self._idle.pop()
            except IndexError:
                return None
            if kept.is_open and time.monotonic() - kept.idle_since < IDLE_SECONDS:
                return kept
            kept.close()
        return None


class _Connecting(Generic[C]):
    """A connection that is being opened in a thread of its own, which nothing can cut short: whoever presses
    stop leaves it alone. It is closed, and its slot is free again, when it comes too late.
    """

    def __init__(self, connect: Callable[[], C], release: Callable[[], None]) -> None:
        self._connect, self._release = connect, release
        self._made: C | None = None
        self._failure: BaseException | None = None
        self._done, self._lock, self._is_left = threading.Event(), threading.Lock(), False

    def wait(self, stopped: Stopped | None) -> C:
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
            self._made.close()
        self._release()


P = TypeVar("P", bound=Pool[Any])


class Pools(Generic[P]):
    """A process's pools of one engine, by address."""

    def __init__(self, make: Callable[[str], P]) -> None:
        self._make = make
        self._pools: dict[str, P] = {}
        self._lock = threading.Lock()

    def at(self, url: str) -> P:
        """The pool for an address."""
        with self._lock:
            if url not in self._pools:
                self._pools[url] = self._make(url)
            return self._pools[url]

    def forget(self, url: str) -> None:
        """Close an address's pool, as when its password has changed."""
        with self._lock:
            pool = self._pools.pop(url, None)
        if pool is not None:
            pool.close()
