"""The socket, as a page uses it: answers stream in; a reload, a second tab or a stop loses nothing."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from conversations import services
from conversations.models import Conversation, Message, Turn
from tests.conversations.scenes import SAYS, Scene
from tests.conversations.sockets import open_chat, read

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(transactional_db) -> Scene:
    return Scene()


async def test_an_answer_streams_in_and_is_stored(scene):
    async with scene.open() as chat:
        asked = await chat.ask("Say it")
        events = await chat.hear_until("message.completed")
    types = [event["type"] for event in events]
    assert types[:3] == ["turn.queued", "message.started", "stage"]
    assert types.count("message.completed") == 1
    assert events[0]["id"] == asked
    assert (events[0]["text"], events[0]["user"], events[0]["title"]) == ("Say it", "Ann", "Say it")
    assert len({event["message"] for event in events}) == 1
    seqs = [event["seq"] for event in events]
    assert seqs == sorted(seqs)
    completed = events[-1]
    assert (completed["status"], completed["text"], completed["trust"]) == ("completed", SAYS, "unsure")
    stored = await read(Message.objects.get)(role="assistant")
    assert (stored.text, stored.status, stored.source, stored.provider) == (
        SAYS,
        "completed",
        "model",
        "Script",
    )


async def test_token_offsets_put_the_text_together(scene):
    async with scene.open() as chat:
        await chat.ask("Say it slowly")
        events = await chat.hear_until("message.completed")
    tokens = [event for event in events if event["type"] == "token"]
    assert len(tokens) > 5
    utf16 = "".join(token["text"] for token in tokens)
    assert utf16 == events[-1]["text"] == SAYS * 3
    for before, after in pairwise(tokens):
        assert after["offset"] == before["offset"] + len(before["text"].encode("utf-16-le")) // 2


async def test_two_tabs_hear_the_same(scene):
    async with scene.open() as first, scene.open() as second:
        await first.ask("Say it")
        heard = [await tab.hear_until("message.completed") for tab in (first, second)]
    assert heard[0] == heard[1]


async def test_a_tab_opened_in_the_middle_gets_the_running_answer(scene):
    async with scene.open() as first:
        await first.ask("Say it slowly")
        await first.hear_until("token")
        await asyncio.sleep(0.3)
        async with scene.open() as second:
            answer = second.snapshot["messages"][1]
            assert answer["status"] == "running"
            rest = await second.hear_until("message.completed")
    tokens = [event | {"text": event["text"]} for event in rest if event["type"] == "token"]
    known = answer["text"]
    for event in tokens:
        length = len(known.encode("utf-16-le")) // 2
        assert event["offset"] <= length
        known = (known.encode("utf-16-le")[: event["offset"] * 2].decode("utf-16-le")) + event["text"]
    assert known == rest[-1]["text"] == SAYS * 3


async def test_a_reconnect_gets_what_it_missed(scene):
    async with scene.open() as first:
        await first.ask("Say it slowly")
        heard = await first.hear_until("token")
    last = max(event["seq"] for event in heard)
    async with scene.open(resume=last) as again:
        missed = await again.hear_until("message.completed")
    assert "snapshot" not in [event["type"] for event in missed]
    assert [event["type"] for event in missed].count("message.completed") == 1
    seen = {orjson_key(event) for event in heard}
    assert all(
        event["seq"] > last or event["type"] == "token" or orjson_key(event) in seen for event in missed
    )
    assert missed[-1]["text"] == SAYS * 3


def orjson_key(event) -> tuple:
    return (event["type"], event["seq"], event.get("offset"))


async def test_stop_ends_a_running_answer_at_once_and_keeps_its_text(scene):
    async with scene.open() as chat:
        await chat.ask("Say it slowly")
        events = await chat.hear_until("token")
        began = time.monotonic()
        await chat.say(type="stop", message=events[-1]["message"])
        events += await chat.hear_until("message.completed")
        assert time.monotonic() - began < 1
    completed = events[-1]
    assert completed["status"] == "stopped"
    assert completed["text"]
    assert (SAYS * 3).startswith(completed["text"])


async def test_stop_does_not_wait_for_the_first_token(scene):
    async with scene.open() as chat:
        await chat.ask("hang please")
        events = await chat.hear_until(lambda event: event.get("name") == "planning")
        await asyncio.sleep(0.2)
        began = time.monotonic()
        await chat.say(type="stop", message=events[-1]["message"])
        completed = (await chat.hear_until("message.completed"))[-1]
        assert time.monotonic() - began < 0.5
    assert completed["status"] == "stopped"


async def test_questions_wait_their_turn_and_a_fifth_is_refused(scene):
    async with scene.open() as chat:
        for _number in range(4):
            await chat.ask("Say it slowly")
        await chat.ask("One too many", id="00000000-0000-4000-8000-000000000005")
        events = await chat.hear_until("error")
        assert (events[-1]["code"], events[-1]["of"]) == ("turn.busy", "00000000-0000-4000-8000-000000000005")
        for answer in await read(lambda: list(Message.objects.filter(role="assistant").order_by("-seq")))():
            await chat.say(type="stop", message=str(answer.pk))
        ends = 0
        while ends < 4:
            events = await chat.hear_until("message.completed")
            ends += 1
    assert await read(lambda: set(Turn.objects.values_list("status", flat=True)))() == {"stopped"}


async def test_the_next_question_starts_when_one_ends(scene):
    async with scene.open() as chat:
        await chat.ask("Say it slowly")
        await chat.ask("Say it")
        first = await chat.hear_until("message.completed")
        second = await chat.hear_until("message.completed")
    assert first[-1]["message"] != second[-1]["message"]
    assert second[-1]["status"] == "completed"


async def test_the_same_id_twice_is_answered_once(scene):
    async with scene.open() as chat:
        asked = await chat.ask("Say it")
        await chat.ask("Say it", id=asked)
        await chat.hear_until("message.completed")
        assert await chat.socket.receive_nothing(timeout=0.3)
    assert await read(Turn.objects.count)() == 1


async def test_a_failed_answer_can_be_tried_again(scene):
    async with scene.open() as chat:
        await chat.ask("fail please")
        events = await chat.hear_until("message.completed")
        failed = events[-1]
        error = next(event for event in events if event["type"] == "error")
        assert (error["code"], failed["status"]) == ("provider.unavailable", "failed")
        await chat.say(type="retry", message=failed["message"])
        again = await chat.hear_until("message.completed")
    assert (again[0]["type"], again[0]["retry_of"]) == ("turn.queued", failed["message"])
    assert again[0]["reply_to"] == events[0]["reply_to"]


@pytest.mark.parametrize(
    "frame",
    [
        "{broken",
        "[]",
        "null",
        '{"type": "dance"}',
        '{"type": "ask"}',
        '{"type": "ask", "id": "not-a-uuid", "text": "x"}',
        '{"type": "stop", "message": 7}',
        '{"type": "resume", "after": -1}',
        '{"type": "resume", "after": "x"}',
        "\ud800".encode("utf-8", "replace").decode(),
    ],
)
async def test_what_is_not_understood_is_an_error_and_the_socket_stays(scene, frame):
    async with scene.open() as chat:
        await chat.socket.send_to(text_data=frame)
        assert (await chat.hear())["code"] == "input.invalid"
        await chat.say(type="ping")
        assert (await chat.hear()) == {"type": "pong"}


async def test_a_binary_frame_is_an_error(scene):
    async with scene.open() as chat:
        await chat.socket.send_to(bytes_data=b"\x00\x01")
        assert (await chat.hear())["code"] == "input.invalid"


@pytest.mark.parametrize(("text", "code"), [("  ", "question.empty"), ("x" * 501, "question.too_long")])
async def test_a_refused_question_names_its_id(scene, text, code):
    async with scene.open() as chat:
        asked = await chat.ask(text)
        error = await chat.hear()
    assert (error["type"], error["code"], error["of"]) == ("error", code, asked)


async def close_code_of(user, conversation_id) -> int:
    async with open_chat(user, conversation_id, resume=None) as chat:
        return await chat.close_code()


async def test_close_codes(scene):
    south = await read(Scene)("south")
    assert await close_code_of(AnonymousUser(), scene.conversation.pk) == 4401
    assert await close_code_of(south.user, scene.conversation.pk) == 4403
    assert await close_code_of(scene.user, uuid4()) == 4404


async def test_messages_of_others_are_not_found(scene):
    south = await read(Scene)("south")
    async with scene.open() as chat:
        await chat.ask("Say it")
        message = (await chat.hear_until("message.completed"))[-1]["message"]
    async with south.open() as other:
        for kind in ("stop", "retry"):
            await other.say(type=kind, message=message)
            assert (await other.hear())["code"] == "not_found"


async def test_a_flood_is_closed(scene):
    async with scene.open() as chat:
        for _number in range(61):
            await chat.say(type="ping")
        pongs = [await chat.hear() for _number in range(59)]
        assert pongs == [{"type": "pong"}] * 59  # its resume was the first of the 60
        assert await chat.close_code() == 4429


async def test_a_deleted_conversation_ends_its_answer_quietly(scene):
    async with scene.open() as chat:
        await chat.ask("Say it slowly")
        await chat.hear_until("token")
        await read(services.delete_conversation)(scene.actor, conversation_id=scene.conversation.pk)
        await asyncio.sleep(1)
    assert await read(Conversation.objects.count)() == 0
    assert await read(Message.objects.count)() == 0
