"""Tickets through the site's own socket application: for clients without a cookie, once, for a short time."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import orjson
import pytest
from channels.testing import WebsocketCommunicator

from conversations import tickets
from conversations.models import Conversation
from conversations.valkey import client
from tests.api import send, with_key
from tests.conversations.people import make_actor
from tests.conversations.scenes import Scene
from tests.conversations.sockets import SECONDS, read

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ticket(transactional_db: None) -> dict[str, Any]:
    """One for ann of north, with the conversation that came with it."""
    return send(with_key(Scene().actor), "POST", "chatbot/tickets")[1]


async def opened_with(ticket: str, conversation: str) -> Any:
    """The first thing that such a socket hears: a snapshot, or a close code."""
    # At the call: the application reads the settings of tests.
    from copilot_site.asgi import application

    address = f"/ws/conversations/{conversation}/?ticket={ticket}"
    headers = [(b"origin", b"http://localhost"), (b"host", b"localhost")]
    socket = WebsocketCommunicator(application, address, headers=headers)
    connected, code = await socket.connect(timeout=SECONDS)
    if not connected:
        return code
    await socket.send_to(text_data=orjson.dumps({"type": "resume", "after": 0}).decode())
    sent = await socket.receive_output(timeout=SECONDS)
    await socket.disconnect(timeout=SECONDS)
    return sent["code"] if sent["type"] == "websocket.close" else orjson.loads(sent["text"])["type"]


async def test_a_ticket_opens_its_conversation_once(ticket: dict[str, Any]) -> None:
    assert await opened_with(ticket["ticket"], ticket["conversation"]) == "snapshot"
    assert await opened_with(ticket["ticket"], ticket["conversation"]) == 4401


async def test_a_ticket_opens_no_one_elses_conversation(ticket: dict[str, Any]) -> None:
    def somebody_elses() -> UUID:
        other = make_actor("south", email="bob@south.example")
        return Conversation.objects.create(organization_id=other.organization_id, owner_id=other.user_id).pk

    assert await opened_with(ticket["ticket"], str(await read(somebody_elses)())) in (4403, 4404)


async def test_a_ticket_expires(ticket: dict[str, Any]) -> None:
    name = tickets._name(ticket["ticket"])
    assert 0 < client().ttl(name) <= ticket["expires_in"] == tickets.SECONDS
    client().pexpire(name, 1)
    while client().exists(name):
        await asyncio.sleep(0.001)
    assert await opened_with(ticket["ticket"], ticket["conversation"]) == 4401
