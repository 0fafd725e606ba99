"""Ends a running query from beside it: when the person presses stop, or the time is over."""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from querying.engines.base import Stopped

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.05


class Limit:
    """When a query has to end: when the person presses stop, or the time is over. Tells afterwards which."""

    def __init__(self, seconds: float, stopped: Stopped | None) -> None:
        self.was_stopped = False
        self.timed_out = False
        self._until = time.monotonic() + seconds
        self._stopped = stopped

    @property
    def is_reached(self) -> bool:
        """Whether the query was found to have to end, when somebody last looked."""
        return self.was_stopped or self.timed_out

    def must_end(self) -> bool:
        """Look whether the query has to end."""
        if self._is_stopped():
            self.was_stopped = True
        elif time.monotonic() > self._until:
            self.timed_out = True
        return self.is_reached

    def _is_stopped(self) -> bool:
        try:
            return self._stopped is not None and self._stopped()
        except Exception:  # whatever asks for the flag may fail; the time limit must go on
            logger.exception("whether to stop could not be found out")
            self._stopped = None
            return False


class Watchdog(Limit):
    """Watches one query from a thread of its own.

    The server's own time limit comes first, as a rule; this one also covers a client that reads slowly and a
    server that no longer answers. An engine says how a query is ended.
    """

    def __init__(self, seconds: float, stopped: Stopped | None) -> None:
        super().__init__(seconds, stopped)
        self.done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="query-watchdog", daemon=True)

    def cancel(self) -> None:
        """End the query, in whichever way works; `done` is set as soon as it has ended."""
        raise NotImplementedError

    def start(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def end(self) -> None:
        """Wait for the watcher: a cancel that is on its way must not hit the connection's next query."""
        self.done.set()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _watch(self) -> None:
        while not self.done.wait(LOOK_SECONDS):
            if self.must_end():
                self.cancel()
                return


def hang_up(line: int) -> None:
    """Shut a socket down under the thread that waits for it, which then gets an error at once."""
    with suppress(OSError), socket.socket(fileno=os.dup(line)) as other:  # suppressed: it is closed already
        other.shutdown(socket.SHUT_RDWR)


def is_readable(line: int, seconds: float) -> bool:
    """Whether something has come on a line, or its end, within this time.

    By poll, as select knows no file numbers beyond 1,023: a web process holds thousands of sockets.
    """
    poll = select.poll()
    poll.register(line, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
