"""A socket as a page has it: `async with open_chat(user, conversation) as chat`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import orjson
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.db import connections

from accounts.models import User
from conversations.routing import websocket_urlpatterns

SECONDS = 8.0
Event = dict[str, Any]


class Chat:
    """What a tab says and hears."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.socket = communicator

    async def say(self, **frame: Any) -> None:
        await self.socket.send_to(text_data=orjson.dumps(frame).decode())

    async def ask(self, text: str, **wishes: Any) -> str:
        client_id = str(wishes.pop("id", None) or uuid4())
        await self.say(type="ask", id=client_id, text=text, **{"provider": "Script"} | wishes)
        return client_id

    async def hear(self, seconds: float = SECONDS) -> Event:
        return orjson.loads(await self.socket.receive_from(timeout=seconds))

    async def hear_until(
        self, wanted: str | Callable[[Event], bool], seconds: float = SECONDS
    ) -> list[Event]:
        """All events up to and with the wanted one."""
        events: list[Event] = []
        end = time.monotonic() + seconds
        while True:
            event = await self.hear(max(0.1, end - time.monotonic()))
            events.append(event)
            if event["type"] == wanted if isinstance(wanted, str) else wanted(event):
                return events

    async def close_code(self) -> int:
        sent = await self.socket.receive_output(timeout=SECONDS)
        assert sent["type"] == "websocket.close"
        return sent["code"]


@asynccontextmanager
async def open_chat(user: User, conversation_id: UUID, *, resume: int | None = 0) -> AsyncIterator[Chat]:
    """A connected tab, past its `resume` (None: without one) and the snapshot that answers it."""
    communicator = WebsocketCommunicator(
        URLRouter(websocket_urlpatterns), f"/ws/conversations/{conversation_id}/"
    )
    communicator.scope["user"] = user
    connected, _subprotocol = await communicator.connect(timeout=SECONDS)
    assert connected
    chat = Chat(communicator)
    if resume is not None:
        await chat.say(type="resume", after=resume)
    if resume == 0:
        chat.snapshot = await chat.hear()
        assert chat.snapshot["type"] == "snapshot"
    try:
        yield chat
    finally:
        await communicator.disconnect(timeout=SECONDS)
        await asyncio.sleep(0)


def read(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function for use in a coroutine; its thread gives its connection back."""

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        finally:
            connections.close_all()

    return sync_to_async(call)
