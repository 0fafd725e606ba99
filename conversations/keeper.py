"""One thread per process: keeps its turns' leases alive, hears stop signals for them, and ends the turns of
processes that died.
"""

from __future__ import annotations

import atexit
import threading
import time
from uuid import UUID

import redis
import structlog
from django.db import DatabaseError, connection
from django.db.models.functions import Now

from conversations import stop_signals, valkey
from conversations.enums import TurnStatus

log = structlog.get_logger(__name__)
RENEW_SECONDS = 4.0
SWEEP_SECONDS = 5.0
LISTEN_SECONDS = 0.25
_lock = threading.Lock()
_thread: threading.Thread | None = None
_stopping = threading.Event()
_closing = threading.Event()


def start() -> None:
    """Make sure that the thread runs: before a turn is claimed, and once somebody looks at a conversation."""
    global _thread
    with _lock:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_work, name="turn-keeper", daemon=True)
            _thread.start()


def stop() -> None:
    """End the thread and wait for it, so that it touches no database any more."""
    global _thread
    with _lock:
        if _thread is not None:
            _stopping.set()
            _thread.join()
            _stopping.clear()
        _thread = None


def is_closing() -> bool:
    """Whether this process is about to end: then it begins no answer any more."""
    return _closing.is_set()


@atexit.register
def close() -> None:
    """A process that ends tidily says so for its turns, rather than let their leases run out."""
    from conversations.services import interrupt_turns  # the services start turns, and so this thread

    _closing.set()
    turn_ids = stop_signals.watched()
    try:
        interrupt_turns(turn_ids)
    except (DatabaseError, redis.RedisError) as error:
        log.warning("turns_not_interrupted", error=type(error).__name__)
    for turn_id in turn_ids:
        # Ended above, so this only frees the threads, which find that the turn is no longer theirs.
        stop_signals.set_here(turn_id)


def _work() -> None:
    renewed_at = swept_at = 0.0
    pubsub = None
    while not _stopping.is_set():
        pubsub = _listen(pubsub)
        now = time.monotonic()
        if now - renewed_at >= RENEW_SECONDS:
            renewed_at = now
            _renew(stop_signals.watched())
        if now - swept_at >= SWEEP_SECONDS:
            swept_at = now
            _sweep()


def _sweep() -> None:
    """End the turns of processes that died: whoever looks at them is told without waiting for beat."""
    from conversations.services import interrupt_expired_turns  # as above

    try:
        interrupt_expired_turns()
    except (DatabaseError, redis.RedisError) as error:
        log.warning("expired_turns_not_ended", error=type(error).__name__)
    finally:
        connection.close()


def _listen(pubsub: redis.client.PubSub | None) -> redis.client.PubSub | None:
    """Wait a little for a signal. With Valkey stopped: just wait."""
    try:
        if pubsub is None:
            pubsub = valkey.client().pubsub(ignore_subscribe_messages=True)
            pubsub.subscribe(stop_signals.CHANNEL)
        message = pubsub.get_message(timeout=LISTEN_SECONDS)
    except redis.RedisError:
        time.sleep(LISTEN_SECONDS)
        return None
    if message is not None:
        _hear(message["data"])
    return pubsub


def _hear(data: bytes) -> None:
    try:
        stop_signals.set_here(UUID(data.decode()))
    except ValueError:
        log.warning("stop_signal_not_understood")


def _renew(turn_ids: list[UUID]) -> None:
    """Renew the leases of this process's turns; stop those that were asked to, or are no longer ours."""
    from conversations.models import Turn  # imported late: this module loads before the apps do
    from conversations.services.interrupting import LEASE

    if not turn_ids:
        return
    try:
        running = Turn.objects.filter(pk__in=turn_ids, status=TurnStatus.RUNNING)
        running.update(lease_expires_at=Now() + LEASE)
        for turn_id in set(turn_ids) - set(running.filter(stop_requested=False).values_list("pk", flat=True)):
            stop_signals.set_here(turn_id)
    except DatabaseError as error:
        log.warning("leases_not_renewed", turns=len(turn_ids), error=type(error).__name__)
    finally:
        connection.close()
