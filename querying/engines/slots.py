"""Who may use one of an address's few connections next: who came first, but no purpose takes them all."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping

from querying.engines.base import Stopped
from querying.engines.failures import busy
from querying.limits import Purpose
from querying.results import QueryStopped

LOOK_SECONDS = 0.05

# Of 16 connections. Files and segments, which take minutes, leave half to people who wait for an answer; of
# that the workbench can't take all.
SHARES: Mapping[Purpose, int] = {
    Purpose.CHAT: 16,
    Purpose.WORKBENCH: 6,
    Purpose.EXPORT: 5,
    Purpose.AUDIENCE: 3,
    Purpose.REFRESH: 2,
}


class Slots:
    """So many may be taken at once, of which each purpose gets its share (at least one)."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._shares = {purpose: max(1, most * share // 16) for purpose, share in SHARES.items()}
        self._taken: Counter[Purpose] = Counter()
        self._waiting: list[tuple[Purpose, object]] = []
        self._changed = threading.Condition()

    def take(self, purpose: Purpose, *, seconds: float, stopped: Stopped | None) -> None:
        """Wait for a slot and take it. Raises QueryStopped, and QueryFailed (busy) after `seconds`."""
        until, ticket = time.monotonic() + seconds, (purpose, object())
        with self._changed:
            self._waiting.append(ticket)
        try:
            while not self._may_go(ticket):
                if stopped is not None and stopped():
                    raise QueryStopped
                if time.monotonic() > until:
                    raise busy()
        finally:
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def release(self, purpose: Purpose) -> None:
        """Let the next one go."""
        with self._changed:
            self._taken[purpose] -= 1
            self._changed.notify_all()

    def _may_go(self, ticket: tuple[Purpose, object]) -> bool:
        """Take a slot if it is this ticket's turn; else wait a moment."""
        with self._changed:
            if self._next() is not ticket:
                self._changed.wait(LOOK_SECONDS)
            if self._next() is not ticket:
                return False
            self._taken[ticket[0]] += 1
            return True

    def _next(self) -> tuple[Purpose, object] | None:
        """The first who waits for a purpose whose share is not used up."""
        if self._taken.total() >= self._most:
            return None
        for ticket in self._waiting:
            if self._taken[ticket[0]] < self._shares[ticket[0]]:
                return ticket
        return None
