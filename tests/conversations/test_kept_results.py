"""An answer from rows that were kept says so, and how old they are; asked again, the query is run."""

from __future__ import annotations

import datetime as dt

import pytest

from conversations import services
from conversations.asking import ask_and_wait
from conversations.models import Message
from conversations.services import Wishes
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
