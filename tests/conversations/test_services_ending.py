"""Each turn ends once, whoever ends it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from conversations import services, streaming
from conversations.enums import TRANSITIONS, TurnStatus, statuses_before
from conversations.models import Turn
from tests.conversations.people import answer_of, ask, make_actor


def running(turn: Turn, *, lease: float) -> Turn:
    until = timezone.now() + dt.timedelta(seconds=lease)
    Turn.objects.filter(pk=turn.pk).update(status=TurnStatus.RUNNING, lease_expires_at=until)
    return turn


def types_of(conversation) -> list[str]:
    import orjson

    return [orjson.loads(frame.text)["type"] for frame in streaming.kept_frames(conversation.pk)]


def test_transitions_end_where_nothing_follows():
    assert {status for status, after in TRANSITIONS.items() if not after} == {
        TurnStatus.COMPLETED,
        TurnStatus.STOPPED,
        TurnStatus.FAILED,
        TurnStatus.INTERRUPTED,
    }
    assert statuses_before(TurnStatus.COMPLETED) == [TurnStatus.RUNNING]


@pytest.mark.django_db
def test_stop_turn_ends_a_waiting_one_at_once():
    actor = make_actor()
    turn = ask(actor, services.create_conversation(actor))
    services.stop_turn(actor, message_id=answer_of(turn).pk)
    services.stop_turn(actor, message_id=answer_of(turn).pk)
    turn.refresh_from_db()
    assert (turn.status, answer_of(turn).status) == (TurnStatus.STOPPED, TurnStatus.STOPPED)


@pytest.mark.django_db
def test_stop_turn_leaves_word_for_a_running_one():
    actor = make_actor()
    turn = running(ask(actor, services.create_conversation(actor)), lease=15)
    services.stop_turn(actor, message_id=answer_of(turn).pk)
    turn.refresh_from_db()
    assert (turn.status, turn.stop_requested) == (TurnStatus.RUNNING, True)


@pytest.mark.django_db(transaction=True)
def test_interrupt_expired_turns_says_so_once():
    actor = make_actor()
    conversation = services.create_conversation(actor)
    turn = running(ask(actor, conversation), lease=-1)
    assert services.interrupt_expired_turns() == 1
    assert services.interrupt_expired_turns() == 0
    conversation.refresh_from_db()
    shown = services.snapshot(conversation)["messages"][1]
    assert (shown["status"], shown["error"]["retryable"]) == ("interrupted", True)
    assert types_of(conversation) == ["turn.queued", "error", "message.completed"]
    turn.refresh_from_db()
    assert turn.status == TurnStatus.INTERRUPTED


@pytest.mark.django_db
def test_interrupt_expired_turns_leaves_a_renewed_lease_alone():
    actor = make_actor()
    running(ask(actor, services.create_conversation(actor)), lease=10)
    assert services.interrupt_expired_turns() == 0


@pytest.mark.django_db
def test_interrupt_expired_turns_finds_a_question_nobody_began():
    actor = make_actor()
    turn = ask(actor, services.create_conversation(actor))
    assert services.interrupt_expired_turns() == 0
    Turn.objects.update(created_at=timezone.now() - dt.timedelta(seconds=20))
    assert services.interrupt_expired_turns() == 1
    assert answer_of(turn).status == TurnStatus.INTERRUPTED
