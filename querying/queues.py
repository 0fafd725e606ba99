"""How many queries an organization runs on a source at once, by purpose, in all processes together.

So one organization never takes all of a source's connections, and its files and segments never those of its
own people's questions. Who may run holds a lease in Valkey, renewed while the query runs: the leases of a
process that was killed end by themselves. While Valkey is away each process counts for itself.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import redis
from django.conf import settings
from django.utils.translation import gettext as _

from querying import valkey
from querying.engines.base import Stopped
from querying.limits import Purpose
from querying.results import QueryFailed, QueryStopped

PREFIX = "copilot:running:"
LOOK_SECONDS = 0.05
# So long a wait is told; most are over before.
TOLD_AFTER_SECONDS = 0.3
LEASE_SECONDS = 15.0
RENEW_SECONDS = 5.0

# By the server's clock: those of the processes may differ.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
redis.call('EXPIRE', KEYS[1], math.ceil(tonumber(ARGV[3])))
return 1
"""
_RENEW = """
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], time[1] + time[2] / 1000000 + tonumber(ARGV[2]), ARGV[1])
return redis.call('EXPIRE', KEYS[1], math.ceil(tonumber(ARGV[2])))
"""

Waiting = Callable[[bool], None]
"""Told True when a wait has become one, and False when it is over."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Those of an organization who ask one source for one purpose."""

    source_id: int
    organization_id: int
    purpose: Purpose

    @property
    def key(self) -> str:
        return f"{PREFIX}{self.source_id}:{self.organization_id}:{self.purpose.value}"

    @property
    def most(self) -> int:
        if self.purpose == Purpose.REFRESH:
            return 1
        if self.purpose == Purpose.CHAT:
            return int(settings.CHAT_QUERIES)
        return int(settings.WORKBENCH_QUERIES if self.purpose == Purpose.WORKBENCH else settings.LONG_QUERIES)


@contextmanager
def turn(
    queue: Queue, *, seconds: float, stopped: Stopped | None = None, waiting: Waiting | None = None
) -> Iterator[Stopped]:
    """Wait for a place in the queue and hold it while the block lasts.

    Gives `stopped`, to be looked at every 50 ms in its stead: that renews the lease. Raises QueryStopped, and
    QueryFailed where no place came free in `seconds`.
    """
    lease = _Lease(queue)
    began, is_told = time.monotonic(), False
    try:
        while not lease.take():
            if stopped is not None and stopped():
                raise QueryStopped
            waited = time.monotonic() - began
            if waited > seconds:
                raise _busy()
            if waiting is not None and not is_told and waited > TOLD_AFTER_SECONDS:
                is_told = True
                waiting(True)
            with _freed:
                _freed.wait(LOOK_SECONDS)
        if waiting is not None and is_told:
            waiting(False)
        yield lease.renewed_by(stopped)
    finally:
        lease.release()


def are_people_waiting(source_id: int, organization_id: int) -> bool:
    """Whether the organization's people use half of their places on a source already, so that what nobody
    waits for had better wait itself.
    """
    queues = [Queue(source_id, organization_id, purpose) for purpose in (Purpose.CHAT, Purpose.WORKBENCH)]

    def count(server: redis.Redis) -> list[int]:
        now = float("{}.{:06}".format(*server.time()))
        return [int(str(server.zcount(queue.key, now, "+inf"))) for queue in queues]

    taken = valkey.ask(count, [0] * len(queues))
    return any(number * 2 >= queue.most for number, queue in zip(taken, queues, strict=True))


def _busy() -> QueryFailed:
    return QueryFailed(
        "db.unavailable",
        _("Your organization runs many queries on this data source already: try again in a moment."),
    )


_here: Counter[Queue] = Counter()
_freed = threading.Condition()


@dataclass(slots=True)
class _Lease:
    queue: Queue
    _token: str = field(default_factory=lambda: uuid.uuid4().hex)
    _is_counted: bool = False
    _is_leased: bool = False
    _renewed: float = 0.0

    def take(self) -> bool:
        """A place in this process and, where Valkey is there to ask, in all of them."""
        if not self._count():
            return False
        arguments = (self._token, str(self.queue.most), str(LEASE_SECONDS))
        answer = valkey.ask(lambda server: server.eval(_TAKE, 1, self.queue.key, *arguments), None)
        self._is_leased, self._renewed = answer == 1, time.monotonic()
        if answer == 0:
            self._uncount()
        return answer != 0

    def renewed_by(self, stopped: Stopped | None) -> Stopped:
        """`stopped`, which is also what keeps the lease alive."""

        def look() -> bool:
            if self._is_leased and time.monotonic() - self._renewed > RENEW_SECONDS:
                self._renewed = time.monotonic()
                arguments = (self._token, str(LEASE_SECONDS))
                valkey.ask(lambda server: server.eval(_RENEW, 1, self.queue.key, *arguments), None)
            return stopped is not None and stopped()

        return look

    def release(self) -> None:
        if self._is_leased:
            self._is_leased = False
            valkey.ask(lambda server: server.zrem(self.queue.key, self._token), None)
        self._uncount()

    def _count(self) -> bool:
        with _freed:
            if _here[self.queue] >= self.queue.most:
                return False
            _here[self.queue] += 1
            self._is_counted = True
            return True

    def _uncount(self) -> None:
        with _freed:
            if self._is_counted:
                self._is_counted = False
                _freed.notify_all()
                _here[self.queue] -= 1
                if not _here[self.queue]:
                    del _here[self.queue]
