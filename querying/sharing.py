"""Of those in this process who ask the very same at the same time one asks further: the others wait for that.

Results are handed on as they are: whoever gets one changes nothing in it.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from querying.engines.base import Stopped
from querying.results import QueryStopped, ResultSet

LOOK_SECONDS = 0.05


@dataclass(eq=False, slots=True)
class Errand:
    """What one does for all who ask by the same key; `result` once there is one, and when its query began."""

    key: str
    result: ResultSet | None = None
    ran_at: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    def bring(self, result: ResultSet, ran_at: float) -> None:
        """Give all their result, at once."""
        self.result, self.ran_at = result, ran_at
        self._over.set()

    def end(self) -> None:
        """No more comes of it; who has no result yet goes on their own."""
        with _lock:
            del _errands[self.key]
        self._over.set()

    def wait(self, until: float, stopped: Stopped | None) -> bool:
        """Wait for a result; False where `until` (of `time.monotonic`) came first. Raises QueryStopped."""
        while not self._over.is_set():
            left = until - time.monotonic()
            if left <= 0:
                return False
            if stopped is not None and stopped():
                raise QueryStopped
            self._over.wait(left if stopped is None else min(left, LOOK_SECONDS))
        return True


_errands: dict[str, Errand] = {}
_lock = threading.Lock()


def errand_for(key: str) -> tuple[Errand, bool]:
    """The errand for a key; True where it begins with the caller, who has to `end` it."""
    with _lock:
        if (found := _errands.get(key)) is not None:
            return found, False
        return _errands.setdefault(key, Errand(key)), True
