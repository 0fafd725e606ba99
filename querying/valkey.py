"""This layer's connections to Valkey. Queries run without it: what it holds can be lost at any time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import redis
from django.conf import settings

logger = logging.getLogger(__name__)

# Whoever has waited for it in vain once spares those who come next.
LEFT_ALONE_SECONDS = 10.0

Answer = TypeVar("Answer")
_away_until = 0.0


@cache
def client() -> redis.Redis:
    """A pooled client that fails soon: nobody waits for a cache. Threads may share it."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2, health_check_interval=30
    )


def ask(question: Callable[[redis.Redis], Answer], otherwise: Answer) -> Answer:
    """What Valkey answers; `otherwise` while it is away, which is logged once until it is back."""
    global _away_until
    if not settings.REDIS_URL or time.monotonic() < _away_until:
        return otherwise
    try:
        answer = question(client())
    except redis.RedisError as error:
        if not _away_until:
            logger.warning("Valkey is away, queries run without it: %s", type(error).__name__)
        _away_until = time.monotonic() + LEFT_ALONE_SECONDS
        return otherwise
    if _away_until:
        logger.warning("Valkey is back")
        _away_until = 0.0
    return answer


def forget_absence() -> None:
    """Try again at once, as after its restart."""
    global _away_until
    _away_until = 0.0
