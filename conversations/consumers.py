"""The chat's socket: parses what the page says, calls a service, forwards frames. It waits for no turn."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

import orjson
import structlog
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import override
from pydantic import ValidationError

from accounts.actor import Actor
from conversations import frames, keeper, services, streaming
from conversations.entering import enter
from conversations.errors import ConversationError, ServiceUnavailable
from conversations.languages import language_of
from conversations.listener import listener
from conversations.services.patience import UNAVAILABLE

log = structlog.get_logger(__name__)
T = TypeVar("T")

TOO_MANY = 4429
TRY_AGAIN = 1013  # of RFC 6455's registry; pages connect again with a growing pause
FRAMES, FRAMES_SECONDS = 60, 10.0
SOCKETS_A_PERSON = 40
WAITING_FRAMES = 10_000

# Short database work of sockets. Not channels' `database_sync_to_async`: it has one thread for all of them.
_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="socket-work")
_sockets: dict[int, int] = {}


class ChatConsumer(AsyncWebsocketConsumer):
    """One tab on one conversation. Frames come from any thread into `_frames` and leave by one task."""

    # No channel layer: frames come by conversations.listener, which outlives a stopped Valkey.
    channel_layer_alias = "none"

    async def connect(self) -> None:
        self._ready = False
        self._sender: asyncio.Task[None] | None = None
        self._heard: deque[float] = deque(maxlen=FRAMES)
        # Accepted first: a refused handshake would hide the close code from the page.
        await self.accept()
        code = await self._enter()
        if code:
            await self.close(code=code)

    async def _enter(self) -> int:
        """Find out who it is and whether the conversation is theirs; gives the close code, or 0."""
        self._conversation_id: UUID = self.scope["url_route"]["kwargs"]["conversation_id"]
        self._language = language_of(self.scope)
        actor = await self._work(lambda: enter(self.scope, self._conversation_id, language=self._language))
        if isinstance(actor, int):
            return actor
        if _sockets.get(actor.user_id, 0) >= SOCKETS_A_PERSON:
            return TOO_MANY
        self._actor = actor
        _sockets[actor.user_id] = _sockets.get(actor.user_id, 0) + 1
        self._loop = asyncio.get_running_loop()
        self._frames: asyncio.Queue[streaming.Frame] = asyncio.Queue()
        self._ready = True
        streaming.join(self._conversation_id, self._deliver)
        await listener().add(self._conversation_id)
        keeper.start()
        return 0

    async def disconnect(self, code: int) -> None:
        if not self._ready:
            return
        self._ready = False
        streaming.leave(self._conversation_id, self._deliver)
        if self._sender is not None:
            self._sender.cancel()
        _sockets[self._actor.user_id] -= 1
        if not _sockets[self._actor.user_id]:
            del _sockets[self._actor.user_id]
        await listener().remove(self._conversation_id)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self._ready:
            return
        if self._is_flooding():
            await self.close(code=TOO_MANY)
            return
        try:
            frame = frames.FRAME.validate_json(text_data if text_data is not None else b"")
        except ValidationError:
            await self._say_invalid(text_data)
            return
        try:
            await self._act(frame)
        except ConversationError as error:
            await self._say_error(error, frame)
        except UNAVAILABLE as error:
            log.warning("socket_without_database", error=type(error).__name__)
            with override(self._language):
                await self._say_error(ServiceUnavailable(), frame)

    async def _act(self, frame: frames.ClientFrame) -> None:
        actor = self._actor
        match frame:
            case frames.Ask():
                wishes = services.Wishes(
                    frame.datasource,
                    frame.provider,
                    frame.parent,
                    context_type=frame.context_type,
                    query=frame.query,
                )
                await self._work(
                    lambda: services.start_turn(
                        actor,
                        conversation_id=self._conversation_id,
                        client_id=frame.id,
                        text=frame.text,
                        wishes=wishes,
                    )
                )
            case frames.Stop():
                await self._work(lambda: services.stop_turn(actor, message_id=frame.message))
            case frames.Retry():
                await self._work(lambda: services.retry_turn(actor, message_id=frame.message))
            case frames.Resume():
                await self._resume(frame.after)
            case frames.Ping():
                await self._send({"type": "pong"})

    async def _resume(self, after: int) -> None:
        """What was missed, or everything; then live frames, which wait in the queue meanwhile."""
        if self._sender is not None:
            self._sender.cancel()
        missed = await self._work(lambda: _missed(self._actor, self._conversation_id, after))
        for text in missed:
            await self.send(text_data=text)
        self._sender = asyncio.create_task(self._send_frames())

    def _deliver(self, frame: streaming.Frame) -> None:
        """Called from whatever thread has a frame, which must not suffer from a loop that has ended."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._take, frame)

    def _take(self, frame: streaming.Frame) -> None:
        if self._frames.qsize() < WAITING_FRAMES:
            self._frames.put_nowait(frame)

    async def _send_frames(self) -> None:
        while True:
            frame = await self._frames.get()
            texts = [frame.text] if frame is not streaming.MISSED else await self._all_again()
            with contextlib.suppress(RuntimeError):  # closed meanwhile
                for text in texts:
                    await self.send(text_data=text)

    async def _all_again(self) -> list[str]:
        """A snapshot and what came after it; where that can't be read, the page connects again."""
        try:
            return await self._work(lambda: _missed(self._actor, self._conversation_id, 0))
        except (ConversationError, *UNAVAILABLE) as error:
            log.warning("socket_not_caught_up", error=type(error).__name__)
            await self.close(code=TRY_AGAIN)
            return []

    async def _work(self, work: Callable[[], T]) -> T:
        """Run database work in a thread, in the page's language."""

        def run() -> T:
            try:
                with override(self._language):
                    return work()
            finally:
                connections.close_all()

        return await asyncio.get_running_loop().run_in_executor(_threads, run)

    def _is_flooding(self) -> bool:
        now = time.monotonic()
        full = len(self._heard) == FRAMES and now - self._heard[0] < FRAMES_SECONDS
        self._heard.append(now)
        return full

    async def _say_invalid(self, text: str | None) -> None:
        with override(self._language):
            message = _("This message was not understood. Reload the page and try again.")
        await self._send({"type": "error", "code": "input.invalid", "text": message} | _about(text))

    async def _say_error(self, error: ConversationError, frame: frames.ClientFrame) -> None:
        about = getattr(frame, "id", None) or getattr(frame, "message", None)
        event = {"type": "error", "code": error.code, "text": error.message, "retryable": error.retryable}
        await self._send(event | ({"of": str(about)} if about else {}))

    async def _send(self, event: dict[str, Any]) -> None:
        await self.send(text_data=orjson.dumps(event).decode())


def _missed(actor: Actor, conversation_id: UUID, after: int) -> list[str]:
    """The frames from `after` on; else a snapshot, and what has been said since it was stored."""
    conversation = services.get_conversation(actor, conversation_id=conversation_id)
    kept = streaming.kept_frames(conversation_id)
    if after:
        since = streaming.frames_since(kept, after=after, last_seq=conversation.last_seq)
        if since is not None:
            return [frame.text for frame in since]
    shown = services.snapshot(conversation)
    later = [frame.text for frame in kept if frame.seq >= shown["seq"]]
    return [orjson.dumps({"type": "snapshot", **shown}).decode(), *later]


def _about(text: str | None) -> dict[str, str]:
    """The id of a question that was not understood, if it can be read at all."""
    try:
        fields = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        return {}
    about = fields.get("id") or fields.get("message") if isinstance(fields, dict) else None
    return {"of": about} if isinstance(about, str) else {}
