"""This layer's connections to Valkey. What it holds can be lost at any time: PostgreSQL has the truth."""

from __future__ import annotations

from functools import cache

import redis
from django.conf import settings


@cache
def client() -> redis.Redis:
    """A pooled client that fails soon: nobody waits for a cache. Threads may share it."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2, health_check_interval=30
    )
