"""What is left alone for a while, and who works on a source now; in Valkey, where the results are too.

While Valkey is away nothing would be kept, so nobody works.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from querying import valkey

PREFIX = "copilot:ready:"
FIRST_REST = 300
LONGEST_REST = 6 * 3600
# Longer than any round: who was killed holds the source no longer than this.
LEASE_SECONDS = 600

_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end"


@contextmanager
def alone(source_id: int) -> Iterator[bool]:
    """Whether the caller is the only one who works on the source while the block lasts."""
    key, token = f"{PREFIX}round:{source_id}", uuid.uuid4().hex
    is_alone = valkey.ask(lambda server: server.set(key, token, nx=True, ex=LEASE_SECONDS), None)
    try:
        yield bool(is_alone)
    finally:
        if is_alone:
            valkey.ask(lambda server: server.eval(_RELEASE, 1, key, token), None)


def is_resting(what: str) -> bool:
    return bool(valkey.ask(lambda server: server.exists(f"{PREFIX}rest:{what}"), 1))


def let_rest(what: str) -> int:
    """Leave it alone: for five minutes, and twice as long each time it fails again; gives the seconds."""

    def rest(server: redis.Redis) -> int:
        count = int(str(server.incr(f"{PREFIX}failed:{what}")))
        seconds = min(FIRST_REST * 2 ** min(count - 1, 10), LONGEST_REST)
        server.expire(f"{PREFIX}failed:{what}", 2 * seconds + LONGEST_REST)
        server.set(f"{PREFIX}rest:{what}", 1, ex=seconds)
        return seconds

    return valkey.ask(rest, 0)


def went_well(what: str) -> None:
    """Forget that it ever failed."""
    valkey.ask(lambda server: server.delete(f"{PREFIX}failed:{what}", f"{PREFIX}rest:{what}"), None)
