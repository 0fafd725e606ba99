"""Waits a little for the application's database: a restart of it must not cost a running answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import InterfaceError, OperationalError, connection

log = structlog.get_logger(__name__)
T = TypeVar("T")

# The server could not be reached, went away, or has no room: it may be back in a moment.
UNAVAILABLE = (OperationalError, InterfaceError)
# Less than a lease has left at its worst (15 s, renewed every 4 s): nobody else may end the turn meanwhile.
PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.25


def patiently(work: Callable[[], T]) -> T:
    """What `work` gives, tried again for some seconds while the database does not answer.

    `work` must be safe to run twice: where a commit's answer was lost, its first run may have counted. Raises
    one of UNAVAILABLE in the end, and at once inside of a transaction, which can't be taken up again.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return work()
        except UNAVAILABLE as error:
            if connection.in_atomic_block or time.monotonic() >= end:
                raise
            log.warning("database_waited_for", error=type(error).__name__)
            connection.close()
        time.sleep(PAUSE_SECONDS)
