"""What a turn writes is written again after a deadlock, as often as there is hope, and told once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Model
from psycopg.errors import DeadlockDetected

from accounts.clashes import TRIES, retried_after_clash
from conversations import services
from conversations.agent.events import MessageCompleted
from conversations.enums import TurnStatus
from conversations.models import Message, Turn
from conversations.services.ending import end_turn
from tests.conversations.people import answer_of, ask, make_actor
from tests.conversations.test_services_ending import types_of

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"


LOCK = "SELECT 1 FROM conversations_{} WHERE id = %s FOR UPDATE"


@contextmanager
def somebody(first: Model, then: Model) -> Iterator[None]:
    """Locks one row, and wants another as soon as the test waits for the first. Who waits longer is who looks
    for a deadlock first, after a second, and loses: the test.
    """
    held, address = threading.Event(), connection.get_connection_params()
    known = {
        name: address[name] for name in ("host", "port", "user", "password", "dbname") if address.get(name)
    }

    def work() -> None:
        with psycopg.connect(**known) as other:
            other.execute(LOCK.format(first._meta.model_name), [first.pk])
            held.set()
            until = time.monotonic() + 10
            while other.execute(WAITING).fetchone() == (0,) and time.monotonic() < until:
                time.sleep(0.005)
            with suppress(DeadlockDetected):
                other.execute(LOCK.format(then._meta.model_name), [then.pk])

    thread = threading.Thread(target=work)
    thread.start()
    assert held.wait(10)
    yield
    thread.join()


def test_a_question_is_kept_and_its_answer_ended_after_a_deadlock(caplog):
    """Where the machine is too slow for a deadlock to come about, once more."""
    actor = make_actor()
    conversation = services.create_conversation(actor)
    parent = answer_of(ask(actor, conversation))
    wishes, told = services.Wishes(parent_id=parent.pk), []
    while "start_turn" not in caplog.text:
        Turn.objects.update(status=TurnStatus.STOPPED)
        with somebody(parent, conversation):  # that there is a parent is looked at when the turn is committed
            turn = ask(actor, conversation, "And now?", wishes=wishes, enqueue=told.append)
        assert (Message.objects.filter(turn=turn).count(), told.pop()) == (2, conversation.pk)
        assert told == []

    completed = MessageCompleted(status=TurnStatus.COMPLETED, text="Twelve.")
    while "end_turn" not in caplog.text:
        turn = ask(actor, conversation, "How many?")
        Turn.objects.filter(pk=turn.pk).update(status=TurnStatus.RUNNING)
        with somebody(conversation, turn):
            assert end_turn(turn.pk, completed=completed)
        answer = answer_of(turn)
        assert (answer.text, answer.status) == ("Twelve.", "completed")
        assert (
            types_of(conversation).count("message.completed")
            == Message.objects.filter(text="Twelve.").count()
        )


def test_there_is_an_end_to_trying(monkeypatch):
    monkeypatch.setattr("accounts.clashes.PAUSE_SECONDS", 0)
    tries = []

    def clash() -> None:
        tries.append(1)
        raise OperationalError from DeadlockDetected()

    def away() -> None:
        tries.append(1)
        raise OperationalError from psycopg.OperationalError()

    for work, count in ((clash, TRIES), (away, 1)):
        with pytest.raises(OperationalError):
            retried_after_clash(work)()
        assert len(tries) == count
        tries.clear()
    with pytest.raises(OperationalError), transaction.atomic():
        retried_after_clash(clash)()
    assert len(tries) == 1  # the transaction around it is lost
