"""PostgreSQL or Valkey killed and started again under a running answer: nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from conversations import valkey
from conversations.models import Message, Turn
from copilot_site.embedded import services as embedded
from copilot_site.embedded.placement import current_placement
from copilot_site.embedded.postgresql import data_folder
from copilot_site.embedded.state import load_state
from tests.conversations.scenes import SAYS, Scene
from tests.conversations.sockets import read
from tests.conversations.test_faults import ROOT, Web, scene, web  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


def kill_postgresql() -> None:
    """As a crash does: the server gets no chance to say goodbye."""
    with psycopg.connect(settings.DEMO_ADMIN_URL, autocommit=True) as admin:
        # The test server commits without waiting for its log: what came before this is safe in it.
        admin.execute("CHECKPOINT")
    connections.close_all()
    folder = data_folder(current_placement(settings.VAR_DIR, load_state(settings.VAR_DIR).home))
    with open(f"{folder}/postmaster.pid") as pid_file:
        os.kill(int(pid_file.readline()), signal.SIGKILL)


def kill_valkey() -> None:
    """Frames of the last hour, waiting jobs and cached pages are gone with it."""
    os.kill(valkey.client().info("server")["process_id"], signal.SIGKILL)


def start_services() -> None:
    embedded.start(settings.VAR_DIR, forgetful=True)


@pytest.fixture
def restored(embedded_services) -> Iterator[None]:
    """Whatever the test did, the servers run again after it."""
    yield
    start_services()
    connections.close_all()


async def test_an_answer_outlives_a_killed_database(scene: Scene, web: Web, restored):  # noqa: F811
    async with web.open(scene) as tab:
        await tab.say(type="resume", after=0)
        await tab.hear_until("snapshot")
        await tab.ask("A long one")
        heard = await tab.hear_until("token")
        await read(kill_postgresql)()
        await tab.say(type="ask", id="5f4e0c7e-45ac-4d2c-a6e0-6c5b9ad7c0de", text="Say it", provider="Script")
        heard += await tab.hear_until("error", 20)
        refused = heard[-1]
        assert (refused["code"], refused["retryable"]) == ("service.unavailable", True)
        await read(start_services)()
        heard += await tab.hear_until("message.completed", 20)
        assert (heard[-1]["status"], heard[-1]["text"]) == ("completed", SAYS * 6)
        tokens = sorted((event["offset"], event["text"]) for event in heard if event["type"] == "token")
        assert "".join(text for _offset, text in tokens) == SAYS * 6
        # The very same question again, now that the database is back.
        await tab.say(type="ask", id=refused["of"], text="Say it", provider="Script")
        assert (await tab.hear_until("message.completed"))[-1]["text"] == SAYS
    assert await read(Turn.objects.count)() == 2
    stored = await read(
        lambda: sorted(Message.objects.filter(role="assistant").values_list("text", flat=True))
    )()
    assert stored == sorted([SAYS * 6, SAYS])


async def test_an_answer_outlives_a_killed_valkey(scene: Scene, web: Web, restored):  # noqa: F811
    """One tab on the process that answers, one on another, which hears nothing while Valkey is away."""
    async with web.open(scene) as near, scene.open() as far:
        await near.say(type="resume", after=0)
        await near.hear_until("snapshot")
        await near.ask("A long one")
        heard = await near.hear_until("token")
        await far.hear_until("token")
        await read(kill_valkey)()
        heard += await near.hear_until("message.completed", 20)
        await read(start_services)()
        caught_up = (await far.hear_until("snapshot", 20))[-1]
        async with scene.open() as later:
            reloaded = later.snapshot
        # And what follows goes through the new Valkey.
        await near.ask("Say it")
        assert (await far.hear_until("message.completed"))[-1]["text"] == SAYS
    tokens = sorted((event["offset"], event["text"]) for event in heard if event["type"] == "token")
    assert "".join(text for _offset, text in tokens) == heard[-1]["text"] == SAYS * 6
    assert [shown["messages"][-1]["text"] for shown in (caught_up, reloaded)] == [SAYS * 6] * 2
    assert caught_up["messages"] == reloaded["messages"]
