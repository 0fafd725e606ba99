"""Cancels a running query from beside it: when the person presses stop, or the time is over."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

import psycopg
from psycopg.rows import TupleRow

from querying.engines.base import Stopped

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.05
CANCEL_AGAIN_SECONDS = 0.25
# Whoever pressed stop waits no longer than a second, whatever the server does. A cancel that has reached it
# holds all the same: the query ends there where it next looks.
CANCEL_SECONDS = 0.4
HANG_UP_SECONDS = 0.6


class Watchdog:
    """Watches one connection for the length of a `with` block; afterwards tells why it cancelled, if it did.

    The server's own statement timeout comes first, as a rule; this one also covers a client that reads
    slowly and a server that no longer answers: then the connection is hung up.
    """

    def __init__(
        self, connection: psycopg.Connection[TupleRow], seconds: float, stopped: Stopped | None
    ) -> None:
        self.was_stopped = False
        self.timed_out = False
        self._connection = connection
        self._until = time.monotonic() + seconds
        self._stopped = stopped
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="query-watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the watcher: a cancel that is on its way must not hit the connection's next query."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(LOOK_SECONDS):
            if self._is_stopped():
                self.was_stopped = True
            elif time.monotonic() > self._until:
                self.timed_out = True
            if self.was_stopped or self.timed_out:
                self._cancel()
                return

    def _is_stopped(self) -> bool:
        try:
            return self._stopped is not None and self._stopped()
        except Exception:  # whatever asks for the flag may fail; the time limit must go on
            logger.exception("whether to stop could not be found out")
            self._stopped = None
            return False

    def _cancel(self) -> None:
        """Ask until the query ends: a cancel that comes before it has begun is lost."""
        give_up = time.monotonic() + HANG_UP_SECONDS
        while not self._done.is_set() and time.monotonic() < give_up:
            try:
                self._connection.cancel_safe(timeout=CANCEL_SECONDS)
            except psycopg.Error as error:
                logger.warning("cancel failed: %s", type(error).__name__)
            self._done.wait(CANCEL_AGAIN_SECONDS)
        if not self._done.is_set():
            self._hang_up()

    def _hang_up(self) -> None:
        """Shut the socket down under the waiting thread, which then gets an error at once."""
        # Suppressed: it is closed already.
        with (
            suppress(OSError, psycopg.Error),
            socket.socket(fileno=os.dup(self._connection.fileno())) as line,
        ):
            line.shutdown(socket.SHUT_RDWR)
