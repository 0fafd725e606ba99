"""Merges tokens into frames: what arrives within 25 ms goes out together."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

MERGE_SECONDS = 0.025


class TokenFrames:
    """The tokens of one answer. The first goes out at once; `send(text, offset)` is called for each frame.

    Offsets count UTF-16 code units, as the page's JavaScript does.
    """

    def __init__(self, send: Callable[[str, int], None]) -> None:
        self._send = send
        self._lock = threading.Lock()
        self._waiting: list[str] = []
        self._offset = 0
        self._sent_at = 0.0

    def add(self, text: str) -> None:
        """One more token: sent now, or at the latest in 25 ms."""
        with self._lock:
            self._waiting.append(text)
            due = self._sent_at + MERGE_SECONDS
            if time.monotonic() >= due:
                self._send_waiting()
            elif len(self._waiting) == 1:
                _flusher.flush_at(due, self)

    def flush(self) -> None:
        """Send what waits."""
        with self._lock:
            self._send_waiting()

    def _send_waiting(self) -> None:
        if not self._waiting:
            return
        text = "".join(self._waiting)
        self._waiting.clear()
        self._sent_at = time.monotonic()
        self._send(text, self._offset)
        self._offset += utf16_length(text)


def utf16_length(text: str) -> int:
    """The length of a text as JavaScript counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


class _Flusher:
    """One thread for all answers: deadlines come in their order, as all wait equally long."""

    def __init__(self) -> None:
        self._due: deque[tuple[float, TokenFrames]] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None

    def flush_at(self, when: float, frames: TokenFrames) -> None:
        with self._wake:
            self._due.append((when, frames))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="token-frames", daemon=True)
                self._thread.start()
            self._wake.notify()

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._due:
                    self._wake.wait()
                when, frames = self._due.popleft()
            time.sleep(max(0.0, when - time.monotonic()))
            frames.flush()


_flusher = _Flusher()
