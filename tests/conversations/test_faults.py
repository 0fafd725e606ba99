"""What goes wrong: a web process killed in the middle, two processes, a stopped Valkey. No answer is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import orjson
import pytest
from django.conf import settings
from django.test import Client

from conversations import relay, services, stop_signals, streaming
from conversations.models import Conversation, Message, Turn
from copilot_site.embedded import services as embedded
from tests.conversations.people import ask
from tests.conversations.scenes import SAYS, Scene
from tests.conversations.sockets import Chat, read
from tests.web import WebProcess

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def scene(transactional_db) -> Scene:
    return Scene()


class Web(WebProcess):
    """A web process with tabs on it."""

    @asynccontextmanager
    async def open(self, scene: Scene, *, origin: str = "", conversation: Conversation | None = None):
        """A signed-in tab, on the scene's conversation or another one."""
        client = Client()
        await read(client.force_login)(scene.user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        url = f"ws://127.0.0.1:{self.port}/ws/conversations/{(conversation or scene.conversation).pk}/"
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}",
            "Origin": origin or f"http://127.0.0.1:{self.port}",
        }
        async with aiohttp.ClientSession() as session, session.ws_connect(url, headers=headers) as tab:
            yield RealChat(tab)


class RealChat(Chat):
    """The same words over a real socket."""

    def __init__(self, tab: aiohttp.ClientWebSocketResponse) -> None:
        self.tab = tab

    async def say(self, **frame) -> None:
        await self.tab.send_str(orjson.dumps(frame).decode())

    async def hear(self, seconds: float = 8.0) -> dict:
        return orjson.loads(await self.tab.receive_str(timeout=seconds))


@pytest.fixture
def web(scene) -> Iterator[Web]:
    process = Web()
    yield process
    process.kill()


async def test_a_killed_process_leaves_an_interrupted_answer_that_can_be_tried_again(scene, web):
    async with web.open(scene) as tab:
        await tab.say(type="resume", after=0)
        await tab.hear_until("snapshot")
        await tab.ask("Say it slowly")
        await tab.hear_until("token")
        await asyncio.sleep(0.7)
        web.kill()
    turn = await read(Turn.objects.get)()
    assert turn.status == "running"
    assert await read(services.interrupt_expired_turns)() == 0  # its lease may still be renewed
    await read(lambda: Turn.objects.update(lease_expires_at=turn.created_at))()
    async with scene.open() as chat:
        # Whoever looks at it first ends it: the sweep of this process's keeper, or ours.
        await read(services.interrupt_expired_turns)()
        if chat.snapshot["messages"][1]["status"] == "running":
            ended = (await chat.hear_until("message.completed"))[-1]
            assert ended["status"] == "interrupted"
        stored = await read(Message.objects.get)(role="assistant")
        assert stored.status == "interrupted"
        assert stored.text
        assert (SAYS * 3).startswith(stored.text)
        await chat.say(type="retry", message=str(stored.pk))
        again = await chat.hear_until(
            lambda event: event["type"] == "message.completed" and event["message"] != str(stored.pk)
        )
        assert (again[-1]["status"], again[-1]["text"]) == ("completed", SAYS * 3)


async def test_tabs_on_two_processes_hear_the_same_and_can_stop_it(scene, web):
    async with web.open(scene) as far, scene.open() as near:
        await far.say(type="resume", after=0)
        await far.hear_until("snapshot")
        await asyncio.sleep(0.3)  # both are subscribed
        await far.ask("Say it slowly")
        heard = await near.hear_until("token")
        assert heard[0]["type"] == "turn.queued"
        began = time.monotonic()
        await near.say(type="stop", message=heard[-1]["message"])
        ends = [(await tab.hear_until("message.completed"))[-1] for tab in (far, near)]
        assert time.monotonic() - began < 1.5
    assert ends[0] == ends[1]
    assert ends[0]["status"] == "stopped"


async def test_a_real_socket_checks_who_and_from_where(scene, web):
    with pytest.raises(aiohttp.WSServerHandshakeError):
        async with web.open(scene, origin="https://evil.example"):
            pass
    stranger = await read(Scene)("south")
    stranger.conversation = scene.conversation
    async with web.open(stranger) as tab:
        assert (await tab.tab.receive()).data == 4403


async def test_large_snapshots_go_out_and_a_frame_too_big_is_closed_with_1009(scene, web):
    await read(ask)(scene.actor, scene.conversation)
    await read(Message.objects.update)(text="x" * 200_000)
    async with web.open(scene) as tab:
        await tab.say(type="resume", after=0)
        snapshot = (await tab.hear_until("snapshot"))[-1]
        assert {len(message["text"]) for message in snapshot["messages"]} == {200_000}
        await tab.tab.send_str("x" * 70_000)
        while (message := await tab.tab.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT:
            pass  # the question, which is told once more after the snapshot
    assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1009)


@pytest.fixture
def no_valkey(embedded_services) -> Iterator[None]:
    embedded.stop(settings.VAR_DIR, ("valkey",))
    yield
    embedded.start(settings.VAR_DIR, forgetful=True)


async def test_answers_go_on_while_valkey_is_stopped(scene, no_valkey):
    async with scene.open() as first, scene.open() as second:
        await first.ask("Say it slowly")
        heard = [await tab.hear_until("message.completed") for tab in (first, second)]
    assert heard[0][-1]["text"] == heard[1][-1]["text"] == SAYS * 3
    last = heard[0][0]["seq"]
    async with scene.open(resume=last) as again:
        missed = await again.hear_until("message.completed")
    assert missed[-1]["text"] == SAYS * 3
    streaming.forget_rooms()
    async with scene.open(resume=last) as again:
        assert (await again.hear())["type"] == "snapshot"


async def test_stop_works_while_valkey_is_stopped(scene, no_valkey):
    async with scene.open() as chat:
        await chat.ask("hang please")
        events = await chat.hear_until(lambda event: event.get("name") == "planning")
        await chat.say(type="stop", message=events[-1]["message"])
        assert (await chat.hear_until("message.completed"))[-1]["status"] == "stopped"


async def test_a_stop_that_no_signal_carried_is_heard_with_the_lease(scene):
    """As if another process, cut off from Valkey, had been asked to stop the turn."""
    async with scene.open() as chat:
        await chat.ask("hang please")
        await chat.hear_until(lambda event: event.get("name") == "planning")
        await read(lambda: Turn.objects.update(stop_requested=True))()
        assert (await chat.hear_until("message.completed", 8))[-1]["status"] == "stopped"
    assert stop_signals.watched() == []


async def test_a_replay_buffer_with_a_hole_gives_a_snapshot(scene):
    async with scene.open() as chat:
        await chat.ask("Say it")
        heard = await chat.hear_until("message.completed")
    await read(relay.drain)()
    streaming.forget_rooms()
    entries = relay.valkey.client().xrange(relay.key_of(scene.conversation.pk))
    relay.valkey.client().xdel(relay.key_of(scene.conversation.pk), entries[2][0])
    async with scene.open(resume=heard[0]["seq"]) as again:
        assert (await again.hear())["type"] == "snapshot"
