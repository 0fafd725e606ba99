"""Who asked to stop which turn: at once within a process, by Valkey's pub/sub between processes.

A signal that gets lost costs a few seconds, not the stop: `Turn.stop_requested` is looked at whenever the
turn's lease is renewed (keeper.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import UUID

import redis
import structlog

from conversations import valkey

log = structlog.get_logger(__name__)
CHANNEL = "copilot:stop"
_events: dict[UUID, threading.Event] = {}
_lock = threading.Lock()


def watch(turn_id: UUID) -> Callable[[], bool]:
    """A function that says whether this process's turn was asked to stop. `forget` it at the turn's end."""
    with _lock:
        return _events.setdefault(turn_id, threading.Event()).is_set


def forget(turn_id: UUID) -> None:
    """The turn has ended."""
    with _lock:
        _events.pop(turn_id, None)


def watched() -> list[UUID]:
    """The turns that this process runs."""
    with _lock:
        return list(_events)


def set_here(turn_id: UUID) -> bool:
    """Stop the turn if this process runs it; says whether it does."""
    with _lock:
        event = _events.get(turn_id)
    if event is not None:
        event.set()
    return event is not None


def send(turn_id: UUID) -> None:
    """Stop the turn wherever it runs."""
    if set_here(turn_id):
        return
    try:
        valkey.client().publish(CHANNEL, str(turn_id))
    except redis.RedisError as error:
        log.warning("stop_signal_not_sent", turn=str(turn_id), error=type(error).__name__)
