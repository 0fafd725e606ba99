"""Who may use one of an address's few connections next: who came first, but no purpose takes them all."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(eq=False, slots=True)
class _Ticket:
    """Somebody who waits for a slot; `given` once it is theirs."""

    purpose: Purpose
    given: threading.Event = field(default_factory=threading.Event)


class Slots:
    """So many may be taken at once, of which each purpose gets its share (at least one)."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._shares = {purpose: max(1, most * share // 16) for purpose, share in SHARES.items()}
        self._taken: Counter[Purpose] = Counter()
        self._waiting: list[_Ticket] = []
        self._lock = threading.Lock()

    def take(self, purpose: Purpose, *, seconds: float, stopped: Stopped | None) -> None:
        """Wait for a slot and take it. Raises QueryStopped, and QueryFailed (busy) after `seconds`."""
        until, ticket = time.monotonic() + seconds, _Ticket(purpose)
        with self._lock:
            self._waiting.append(ticket)
            self._hand_out()
        try:
            while not ticket.given.wait(LOOK_SECONDS):
                if stopped is not None and stopped():
                    raise QueryStopped
                if time.monotonic() > until:
                    raise busy()
        except BaseException:
            self._leave(ticket)
            raise

    def release(self, purpose: Purpose) -> None:
        """Let the next one go."""
        with self._lock:
            self._taken[purpose] -= 1
            self._hand_out()

    def _leave(self, ticket: _Ticket) -> None:
        """Give up; a slot that came in the same moment goes to the next."""
        with self._lock:
            if ticket.given.is_set():
                self._taken[ticket.purpose] -= 1
            else:
                self._waiting.remove(ticket)
            self._hand_out()

    def _hand_out(self) -> None:
        """Give slots to those whose turn it is, and wake nobody else. With the lock held."""
        while (ticket := self._next()) is not None:
            self._waiting.remove(ticket)
            self._taken[ticket.purpose] += 1
            ticket.given.set()

    def _next(self) -> _Ticket | None:
        """The first who waits for a purpose whose share is not used up."""
        if self._taken.total() >= self._most:
            return None
        for ticket in self._waiting:
            if self._taken[ticket.purpose] < self._shares[ticket.purpose]:
                return ticket
        return None
