"""Many at once, and tabs that come and go: each shows the whole text, once."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Count

from conversations import services
from conversations.models import Message
from tests.conversations.scenes import SAYS, Scene
from tests.conversations.sockets import Chat, read
from tests.conversations.test_faults import Web, scene, web  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 50
# One process with 64 turn threads, each with a stack of 8 MiB that is hardly touched.
MOST_GROWTH_MB = 150


class Tab:
    """What a page shows of one answer, by the rules of docs/socket.md."""

    def __init__(self) -> None:
        self.text, self.seq, self.ended = "", 0, ""

    def take(self, event: dict[str, Any]) -> None:
        self.seq = max(self.seq, event.get("seq", 0))
        if event["type"] == "token":
            known, text = len(self.text.encode("utf-16-le")) // 2, event["text"]
            assert event["offset"] <= known, "a gap"
            units = text.encode("utf-16-le")[(known - event["offset"]) * 2 :]
            self.text += units.decode("utf-16-le")
        elif event["type"] == "snapshot":
            stored = event["messages"][-1]["text"] if event["messages"] else ""
            self.text = stored if len(stored) > len(self.text) else self.text
        elif event["type"] == "message.completed":
            assert not self.ended
            self.ended = event["text"]

    async def watch(self, chat: Chat, characters: int = 1_000_000) -> None:
        """Take what comes until the answer has ended, or has so many characters more."""
        enough = len(self.text) + characters
        while not self.ended and len(self.text) < enough:
            self.take(await chat.hear(60))


async def test_tabs_that_come_and_go_show_the_whole_answer_once(scene: Scene):  # noqa: F811
    tabs = [Tab(), Tab(), Tab()]

    async def restless(tab: Tab, characters: int) -> None:
        while not tab.ended:
            async with scene.open(resume=tab.seq) as chat:
                if tab.seq == 0:
                    tab.take(chat.snapshot)
                await tab.watch(chat, characters)

    async with scene.open() as first:
        await first.ask("A long one")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(tabs[0].watch(first))
            tasks.create_task(restless(tabs[1], 70))
            tasks.create_task(restless(tabs[2], 110))
    assert [tab.text for tab in tabs] == [SAYS * 6] * 3
    assert [tab.ended for tab in tabs] == [SAYS * 6] * 3


async def test_fifty_turns_at_once_are_all_answered_once(scene: Scene, web: Web):  # noqa: F811
    """Of two people: 64 threads share 40 database connections, and no person may have so many sockets."""
    scenes = [scene, await read(Scene)("south")]
    before = memory_mb(web.process.pid)

    async def ask(number: int) -> str:
        mine = scenes[number % 2]
        conversation = await read(services.create_conversation)(mine.actor)
        async with web.open(mine, conversation=conversation) as tab:
            await tab.say(type="resume", after=0)
            await tab.hear_until("snapshot", 60)
            await tab.say(type="ask", id=str(uuid4()), text="Say it slowly", provider="Script")
            return (await tab.hear_until("message.completed", 120))[-1]["text"]

    answers = await asyncio.gather(*(ask(number) for number in range(TURNS)))
    assert answers == [SAYS * 3] * TURNS
    stored = await read(lambda: list(Message.objects.values_list("role", "status").annotate(Count("pk"))))()
    assert sorted(stored) == [("assistant", "completed", TURNS), ("user", "completed", TURNS)]
    growth = memory_mb(web.process.pid) - before
    assert growth < MOST_GROWTH_MB, f"{growth:.0f} MB"


def memory_mb(pid: int) -> float:
    """The most memory that a process has held."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024
