"""Where turns run: threads of this process, or the Celery queue `chat` (settings.TURN_RUNNER)."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connections

log = structlog.get_logger(__name__)
STACK_BYTES = 8 * 1024 * 1024
# Busy turns made the socket loop late by 73 ms at the median with Python's 5 ms, by 5 ms with this.
SWITCH_SECONDS = 0.0005

Job = Callable[[], None]


class ThreadPool:
    """At most `size` daemon threads, started as needed.

    What still runs when the process ends is found by its lease.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def submit(self, job: Job) -> None:
        """Run it as soon as a thread is free."""
        self._jobs.put(job)
        with self._lock:
            if not self._idle.acquire(blocking=False) and len(self._threads) < self._size:
                self._add_thread()

    def _add_thread(self) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        before = threading.stack_size(STACK_BYTES)
        try:
            thread = threading.Thread(target=self._work, name=f"turn-{len(self._threads)}", daemon=True)
            thread.start()
        finally:
            threading.stack_size(before)
        self._threads.append(thread)

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job()
            except Exception:  # the thread must live on, whatever one job does
                log.exception("turn_job_failed")
            finally:
                connections.close_all()
            self._idle.release()


_pool: ThreadPool | None = None
_pool_lock = threading.Lock()


def enqueue(conversation_id: UUID) -> None:
    """Have the conversation's waiting turns run; where one runs already, this changes nothing."""
    if settings.TURN_RUNNER == "celery" and _queue(conversation_id):
        return
    from conversations.services.running import run_waiting_turns  # it starts the next one through here

    _thread_pool().submit(lambda: run_waiting_turns(conversation_id))


def _queue(conversation_id: UUID) -> bool:
    """Whether the queue took it; where the queue can't be reached, this process answers by itself."""
    # Celery is not loaded where threads run the turns.
    from kombu.exceptions import OperationalError
    from redis import RedisError

    from conversations.tasks import run_conversation

    try:
        # Without Celery's own retries: a socket waits for this.
        run_conversation.apply_async(args=[str(conversation_id)], retry=False)
    except (OperationalError, RedisError) as error:
        log.warning("queue_not_reached", error=type(error).__name__)
        return False
    return True


def _thread_pool() -> ThreadPool:
    global _pool
    with _pool_lock:
        if _pool is None:
            _pool = ThreadPool(settings.TURN_THREADS)
        return _pool
