"""Stopping a run that another request waits for, in whichever process it is: by a key in Valkey."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

import redis

from accounts.actor import Actor
from querying import valkey

logger = logging.getLogger(__name__)

KEPT_SECONDS = 600


def stop_run(actor: Actor, run: UUID) -> None:
    """Ask that the actor's own run ends; one that has ended, or begins later, is stopped too."""
    try:
        valkey.client().set(_key(actor, run), 1, ex=KEPT_SECONDS)
    except redis.RedisError as error:
        logger.warning("a stop could not be asked for: %s", type(error).__name__)


def watch(actor: Actor, run: UUID) -> Callable[[], bool]:
    """A function that says whether the actor stopped their run. Where Valkey is away nobody can."""
    key, client = _key(actor, run), valkey.client()

    def stopped() -> bool:
        try:
            return bool(client.exists(key))
        except redis.RedisError:
            return False

    return stopped


def _key(actor: Actor, run: UUID) -> str:
    return f"copilot:workbench:stop:{actor.user_id}:{run}"
