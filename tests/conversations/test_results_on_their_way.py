"""What a person is told of rows that were kept, and of others whose queries come first."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import ExitStack

import orjson
import pytest

from conversations import services, streaming
from conversations.asking import ask_and_wait
from conversations.models import Message
from conversations.services import Wishes
from querying import queues
from querying.limits import Purpose
from querying.models import AnalyticsQuery
from tests.conversations.people import make_actor

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "How many trips by origin?"


def moment(answer: Message) -> dt.datetime:
    return dt.datetime.fromisoformat(answer.payload["evidence"]["data_as_of"])


def test_an_answer_from_kept_rows_tells_their_age_and_asked_again_is_run(trips):
    actor = make_actor("north")
    first, second = (ask_and_wait(actor, QUESTION, wishes=Wishes(trips.pk, "planner")) for _time in range(2))
    assert first.payload["evidence"]["cached_age_s"] is None
    assert second.payload["evidence"]["cached_age_s"] >= 0
    assert second.payload["table"]["rows"] == first.payload["table"]["rows"]
    assert moment(first) - dt.timedelta(seconds=1) <= moment(second) < second.created_at
    turn = services.retry_turn(actor, message_id=second.pk, enqueue=lambda conversation: None)
    services.run_waiting_turns(turn.conversation_id)
    again = Message.objects.get(turn=turn, role="assistant")
    assert again.payload["evidence"]["cached_age_s"] is None
    assert moment(again) > moment(second)
    asked = AnalyticsQuery.objects.filter(purpose="chat").order_by("created_at")
    assert list(asked.values_list("cached", flat=True)) == [False, True, False]


def test_a_question_of_a_set_moment_is_always_run(trips):
    actor, clock = make_actor("north"), dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    for _time in range(2):
        answer = ask_and_wait(actor, QUESTION, wishes=Wishes(trips.pk, "planner", clock=clock))
        assert answer.payload["evidence"]["cached_age_s"] is None
    assert not AnalyticsQuery.objects.filter(cached=True).exists()


def test_who_waits_for_others_of_the_organization_is_told(trips, settings, monkeypatch):
    actor = make_actor("north")
    conversation = services.create_conversation(actor)
    frames: list[streaming.Frame] = []
    streaming.join(conversation.pk, frames.append)
    settings.CHAT_QUERIES = 1
    monkeypatch.setattr(queues, "TOLD_AFTER_SECONDS", 0.0)
    queue = queues.Queue(trips.pk, actor.organization_id, Purpose.CHAT)
    with ExitStack() as others:
        others.enter_context(queues.turn(queue, seconds=0))
        threading.Timer(1.0, others.pop_all().close).start()
        ask_and_wait(actor, QUESTION, wishes=Wishes(trips.pk, "planner"), conversation_id=conversation.pk)
    events = [orjson.loads(frame.text) for frame in frames if frame.text]
    told = [event["label"] for event in events if event["type"] == "stage" and event["name"] == "querying"]
    waiting = "Waiting for other queries of your organization on Trips"
    assert told == ["Querying Trips", waiting, "Querying Trips"]
