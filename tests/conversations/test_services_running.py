"""Running turns: what it costs the application's database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations import services
from conversations.enums import TurnStatus
from tests.conversations.people import answer_of, ask, make_actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("question", ["How many trips are there?", "Number of trips by carrier name"])
def test_a_turn_of_the_planner_needs_few_statements(trips, question):
    actor = make_actor("north")
    run_turn(actor, question)  # what is kept from now on is read once
    with CaptureQueriesContext(connection) as asked:
        turn = start_turn(actor, question)
    with CaptureQueriesContext(connection) as run:
        services.run_waiting_turns(turn.conversation_id)
    assert answer_of(turn).status == TurnStatus.COMPLETED
    # BEGIN and COMMIT count: each is a way to the server and back.
    assert len(asked) <= 8
    assert len(run) <= 33


def run_turn(actor, question):
    services.run_waiting_turns(start_turn(actor, question).conversation_id)


def start_turn(actor, question):
    return ask(actor, services.create_conversation(actor), question)
