"""Runs a transaction again that PostgreSQL gave up for another's sake: a deadlock, or no serial order."""

from __future__ import annotations

import functools
import logging
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected, SerializationFailure

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 5
PAUSE_SECONDS = 0.05


def retried_after_clash(work: Callable[P, T]) -> Callable[P, T]:
    """A function that is one transaction, tried again up to four times after a clash, in which nothing of it
    was written (PostgreSQL documentation, 13.5 "Serialization Failure Handling").

    What it does outside of the database must wait for `transaction.on_commit`. Within another transaction
    there is nothing to try again: that one is lost as a whole. Raises OperationalError in the end.
    """

    @functools.wraps(work)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        for number in range(1, TRIES):
            try:
                return work(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or not is_clash(error):
                    raise
                logger.warning("transaction clashed: %s, try %d", work.__qualname__, number)
            # By chance, or two that clash might do so again and again.
            time.sleep(number * PAUSE_SECONDS * random.random())
        return work(*args, **kwargs)

    return tried


def is_clash(error: BaseException) -> bool:
    """Whether the same transaction, tried again, may well succeed."""
    return isinstance(error.__cause__, (DeadlockDetected, SerializationFailure))
