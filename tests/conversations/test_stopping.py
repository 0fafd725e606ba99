"""A web process told to stop: who waits is told, nothing stays half done, and it is gone within 3 seconds."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time

import aiohttp
import pytest

from accounts.api_keys import make_key
from conversations.models import Turn
from tests.conversations.scenes import Scene
from tests.conversations.sockets import read
from tests.conversations.test_faults import Web, scene, web  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


async def ask_by_api(web: Web, key: str) -> None:  # noqa: F811
    """A program that waits for its answer: it is told what the tabs are, or loses the connection."""
    asked = {"text": "hang please", "context": {"provider": "Script"}}
    async with aiohttp.ClientSession(headers={"Authorization": f"Api-Key {key}"}) as session:
        with contextlib.suppress(aiohttp.ClientError):
            answer = await session.post(f"http://127.0.0.1:{web.port}/api/v1/chatbot/query", json=asked)
            assert "interrupted" in await answer.text()


async def test_a_stopping_process_tells_its_tabs_and_waits_for_nobody(scene: Scene, web: Web):  # noqa: F811
    _key, key = await read(make_key)(scene.actor, name="Test", scopes=["ask"])
    async with web.open(scene) as first, web.open(scene) as second, asyncio.TaskGroup() as tasks:
        for tab in (first, second):
            await tab.say(type="resume", after=0)
            await tab.hear_until("snapshot")
        tasks.create_task(ask_by_api(web, key))
        await first.ask("A long one")
        await first.hear_until("token")
        while await read(Turn.objects.filter(status="running").count)() < 2:
            await asyncio.sleep(0.05)
        began = time.monotonic()
        web.process.send_signal(signal.SIGTERM)
        ends = [(await tab.hear_until("message.completed"))[-2:] for tab in (first, second)]
        assert [event["type"] for event in ends[0]] == ["error", "message.completed"]
        assert (ends[0][0]["code"], ends[0][1]["status"]) == ("turn.interrupted", "interrupted")
        assert ends[0] == ends[1]
        assert await read(web.process.wait)(10) == 0
        took = time.monotonic() - began
    assert took < 8  # without end before; 2.5 s and a slow machine
    assert await read(lambda: [turn.status for turn in Turn.objects.all()])() == ["interrupted"] * 2
