"""Questions become turns, or are refused with nothing stored."""

from __future__ import annotations

from uuid import uuid4

import pytest

from conversations import services
from conversations.enums import ContextType, TurnStatus
from conversations.errors import InputInvalid, NotFound, QuestionEmpty, QuestionTooLong, TurnBusy
from conversations.models import Conversation, Message, Turn
from tests.conversations.people import answer_of, ask, make_actor

pytestmark = pytest.mark.django_db


def test_start_turn_keeps_the_question_and_an_empty_answer():
    actor = make_actor()
    conversation = services.create_conversation(actor)
    turn = ask(actor, conversation, "  How many flights?  ")
    rows = list(Message.objects.values_list("role", "text", "status", "seq"))
    assert rows == [("user", "How many flights?", "completed", 1), ("assistant", "", "queued", 2)]
    assert Turn.objects.get().status == TurnStatus.QUEUED
    conversation.refresh_from_db()
    assert (conversation.title, conversation.last_seq) == ("How many flights?", 2)
    assert answer_of(turn).reply_to.text == "How many flights?"


def test_a_conversation_is_for_what_the_asker_says_it_is_for():
    actor = make_actor()
    conversation = services.create_conversation(actor)
    for wishes in (services.Wishes(context_type=ContextType.CAMPAIGN), services.Wishes()):
        ask(actor, conversation, wishes=wishes)
        conversation.refresh_from_db()
        assert conversation.context_type == "campaign"


def test_start_turn_with_the_same_id_is_one_question():
    actor = make_actor()
    conversation = services.create_conversation(actor)
    client_id = uuid4()
    first = ask(actor, conversation, client_id=client_id)
    second = ask(actor, conversation, client_id=client_id)
    assert first == second
    assert Message.objects.count() == 2


def test_start_turn_hands_over_once_it_is_committed(django_capture_on_commit_callbacks):
    actor = make_actor()
    conversation = services.create_conversation(actor)
    handed = []
    with django_capture_on_commit_callbacks(execute=True):
        ask(actor, conversation, enqueue=handed.append)
        assert handed == []
    assert handed == [conversation.pk]


@pytest.mark.parametrize(
    ("text", "error"),
    [("", QuestionEmpty), (" \n\t ", QuestionEmpty), ("\x00", QuestionEmpty), ("x" * 501, QuestionTooLong)],
)
def test_start_turn_refuses_and_stores_nothing(text, error):
    actor = make_actor()
    conversation = services.create_conversation(actor)
    with pytest.raises(error):
        ask(actor, conversation, text)
    assert not Turn.objects.exists()
    assert not Message.objects.exists()


def test_start_turn_takes_500_characters():
    actor = make_actor()
    assert ask(actor, services.create_conversation(actor), "x" * 500).question == "x" * 500


def test_start_turn_lets_one_run_and_three_wait():
    actor = make_actor()
    conversation = services.create_conversation(actor)
    for _question in range(4):
        ask(actor, conversation)
    with pytest.raises(TurnBusy):
        ask(actor, conversation)
    assert Turn.objects.count() == 4


def test_start_turn_in_another_organization_is_not_found():
    """The same e-mail in two organizations: what was asked for one is not there for the other."""
    north = make_actor("north", email="ann@shop.example")
    south = make_actor("south", email="ann@shop.example")
    assert north.user_id == south.user_id
    conversation = services.create_conversation(north)
    with pytest.raises(NotFound):
        ask(south, conversation)


def test_retry_turn_asks_the_old_question_again():
    actor = make_actor()
    conversation = services.create_conversation(actor)
    first = ask(actor, conversation, "How many flights?")
    services.stop_turn(actor, message_id=answer_of(first).pk)
    second = services.retry_turn(actor, message_id=answer_of(first).pk, enqueue=lambda conversation_id: None)
    assert (second.question, second.retry_of) == ("How many flights?", first)
    conversation.refresh_from_db()
    assert [row["role"] for row in services.snapshot(conversation)["messages"]] == [
        "user",
        "assistant",
        "assistant",
    ]
    assert services.snapshot(conversation)["messages"][2]["retry_of"] == str(answer_of(first).pk)


def test_retry_turn_refuses_an_answer_that_is_still_written():
    actor = make_actor()
    turn = ask(actor, services.create_conversation(actor))
    with pytest.raises(InputInvalid):
        services.retry_turn(actor, message_id=answer_of(turn).pk)


def test_conversations_are_their_owners_alone():
    north = make_actor("north")
    colleague = make_actor("north", email="bob@north.example")
    south = make_actor("south", email="ann@south.example")
    conversation = services.create_conversation(north, title="Mine")
    message = answer_of(ask(north, conversation))
    for other in (colleague, south):
        assert not Conversation.objects.visible_to(other).exists()
        assert not Message.objects.visible_to(other).exists()
        assert not Turn.objects.visible_to(other).exists()
        for act in (
            lambda other=other: services.rename_conversation(
                other, conversation_id=conversation.pk, title="x"
            ),
            lambda other=other: services.archive_conversation(other, conversation_id=conversation.pk),
            lambda other=other: services.delete_conversation(other, conversation_id=conversation.pk),
            lambda other=other: services.stop_turn(other, message_id=message.pk),
            lambda other=other: services.retry_turn(other, message_id=message.pk),
            lambda other=other: services.give_feedback(other, message_id=message.pk, thumbs="up"),
        ):
            with pytest.raises(NotFound):
                act()
    assert Conversation.objects.visible_to(north).get().title == "Mine"
