"""Brings the frames of other processes to this one's sockets: one Valkey connection per event loop."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from uuid import UUID
from weakref import WeakKeyDictionary

import redis.asyncio
import structlog
from django.conf import settings
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from conversations import relay, streaming

log = structlog.get_logger(__name__)
RETRY_SECONDS = 1.0
# Always subscribed to, so that the connection is open before the first conversation is.
IDLE_CHANNEL = "copilot:listener"


class Listener:
    """Subscribes to the conversations that have sockets here; reconnects by itself, quietly."""

    def __init__(self) -> None:
        self._conversations: Counter[UUID] = Counter()
        self._pubsub: PubSub | None = None
        self._away = False
        self._task: asyncio.Task[None] | None = None

    async def add(self, conversation_id: UUID) -> None:
        """Listen for a conversation; with Valkey stopped, from when it is back."""
        self._conversations[conversation_id] += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="listener")
        if self._conversations[conversation_id] == 1 and self._pubsub is not None:
            with contextlib.suppress(redis.RedisError, OSError):
                await self._pubsub.subscribe(relay.channel_of(conversation_id))

    async def remove(self, conversation_id: UUID) -> None:
        """One socket less; the last one of all ends the connection."""
        self._conversations[conversation_id] -= 1
        if self._conversations[conversation_id] <= 0:
            del self._conversations[conversation_id]
            if self._pubsub is not None:
                with contextlib.suppress(redis.RedisError, OSError):
                    await self._pubsub.unsubscribe(relay.channel_of(conversation_id))
        if not self._conversations and self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        while True:
            # No retries by the client: it would subscribe again without telling that frames were missed.
            client = redis.asyncio.Redis.from_url(
                settings.REDIS_URL, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0)
            )
            try:
                async with client.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await self._listen(pubsub)
            except (redis.RedisError, OSError) as error:
                if not self._away:
                    log.warning("frames_of_others_unavailable", error=type(error).__name__)
                self._away = True
                await asyncio.sleep(RETRY_SECONDS)
            finally:
                self._pubsub = None
                with contextlib.suppress(redis.RedisError, OSError):
                    await client.aclose()

    async def _listen(self, pubsub: PubSub) -> None:
        await pubsub.subscribe(IDLE_CHANNEL, *(relay.channel_of(each) for each in self._conversations))
        self._pubsub = pubsub
        if self._away:
            # What other processes said meanwhile was heard by nobody here: PostgreSQL has it.
            self._away = False
            streaming.catch_up(list(self._conversations))
        while True:
            message = await pubsub.get_message(timeout=60.0)
            if message is not None:
                self._deliver(message)

    def _deliver(self, message: dict) -> None:
        channel = message["channel"].decode()
        if channel == IDLE_CHANNEL:
            return
        own, seq, offset, text = relay.decode(message["data"])
        if not own:
            conversation_id = UUID(channel.rpartition(":")[2])
            streaming.deliver(conversation_id, [streaming.Frame(seq, offset, text)])


_listeners: WeakKeyDictionary[asyncio.AbstractEventLoop, Listener] = WeakKeyDictionary()


def listener() -> Listener:
    """The running loop's listener."""
    return _listeners.setdefault(asyncio.get_running_loop(), Listener())
