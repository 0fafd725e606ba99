"""A full disk: who asks is told, nothing half done stays, and all goes on once there is room.

PostgreSQL itself says that its disk is full (SQLSTATE 53100), by a trigger in place of a disk: everything
from there to the page is as it would be.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from campaigns.transports.base import Outgoing, Unavailable
from campaigns.transports.files import FilesConnection
from conversations import services
from conversations.models import Message, Turn
from conversations.services import patience
from tests.conversations.scenes import SAYS, Scene
from tests.conversations.sockets import read
from tests.conversations.test_faults import no_valkey, scene  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)

FULL = """
CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON conversations_message
    FOR EACH STATEMENT EXECUTE FUNCTION disk_full();
"""
ROOM = "DROP FUNCTION IF EXISTS disk_full() CASCADE"


@pytest.fixture
def disk(transactional_db: None) -> Iterator[Callable[[str], None]]:
    """Fills the disk (FULL) and makes room again (ROOM), as at the end of the test."""

    def run(statements: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statements)

    yield run
    run(ROOM)


async def test_an_answer_meets_a_full_disk(scene: Scene, disk, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.3)
    async with scene.open() as chat:
        await chat.ask("A long one")
        await chat.hear_until("token")
        await read(disk)(FULL)
        told = (await chat.hear_until("error"))[-1]
        assert (told["code"], told["retryable"]) == ("service.unavailable", True)
        assert told["text"] == (
            "Our own database can't take the answer. Your question is kept: try again in a moment."
        )
        # Nothing new is taken either, and stays where it was typed.
        asked = await chat.ask("Say it")
        refused = (await chat.hear_until(lambda event: event.get("of") == asked))[-1]
        assert (refused["code"], refused["retryable"]) == ("service.unavailable", True)
        await read(disk)(ROOM)
        await read(lambda: Turn.objects.update(lease_expires_at=Turn.objects.get().created_at))()
        await read(services.interrupt_expired_turns)()
        ended = (await chat.hear_until("message.completed"))[-1]
        assert ended["status"] == "interrupted"
        assert (SAYS * 6).startswith(ended["text"])
        await chat.say(type="retry", message=ended["message"])
        again = await chat.hear_until(
            lambda event: event["type"] == "message.completed" and event["message"] != ended["message"], 20
        )
        assert (again[-1]["status"], again[-1]["text"]) == ("completed", SAYS * 6)
        await chat.ask("Say it", id=asked)
        await chat.hear_until("message.completed")
    assert await read(Message.objects.filter(role="user").count)() == 2


@contextmanager
def small_files(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: the system refuses the rest of a write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_message_that_does_not_fit_leaves_no_piece(tmp_path: Path, settings):
    settings.OUTBOX = tmp_path
    message = Outgoing(
        name="one", folder="1", sender="a@x.example", recipient="b@x.example", data=b"x" * 100_000
    )
    with small_files(10_000), pytest.raises(Unavailable):
        FilesConnection().send(message)
    assert list((tmp_path / "1").iterdir()) == []
    FilesConnection().send(message)
    assert [path.stat().st_size for path in (tmp_path / "1").iterdir()] == [100_000]


@pytest.fixture
def signed_in(scene: Scene) -> Client:  # noqa: F811
    client = Client()
    client.force_login(scene.user)
    return client


def test_pages_and_programs_are_told_that_a_service_is_away(
    scene: Scene,  # noqa: F811
    signed_in: Client,
    no_valkey: None,  # noqa: F811
):
    """Attempts to sign in can't be counted without the cache: they wait for it."""
    client = Client(raise_request_exception=False)
    sign_in = {"login": scene.user.email, "password": "correct horse"}
    page = client.post("/accounts/login/", sign_in)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "We are back in a moment" in page.content.decode()
    french = client.post("/accounts/login/", sign_in, headers={"Accept-Language": "fr"})
    assert "Nous revenons dans un instant" in french.content.decode()
    posted = client.post("/accounts/login/", sign_in, headers={"Accept": "application/json"})
    assert posted.json()["error"]["code"] == "service.unavailable"
    given = {"email": scene.user.email, "password": "correct horse"}
    told = client.post("/api/v1/auth/token/", given, content_type="application/json")
    assert (told.status_code, told.json()["code"]) == (503, "service.unavailable")
    assert signed_in.get("/chat/").status_code == 200
