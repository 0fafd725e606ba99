"""Conversations are found, named, archived, rated."""

from __future__ import annotations

import pytest

from conversations import services
from conversations.errors import InputInvalid, NotFound
from conversations.models import Feedback
from tests.conversations.people import answer_of, ask, make_actor

pytestmark = pytest.mark.django_db


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def test_search_conversations_finds_titles_and_messages():
    actor = make_actor()
    first = services.create_conversation(actor, title="Revenue")
    ask(actor, first, "Top 5 products in Spain")
    services.create_conversation(actor, title="Flights")
    assert titles(services.search_conversations(actor, text="spain")) == ["Revenue"]
    assert titles(services.search_conversations(actor, text="FLIGHT")) == ["Flights"]
    assert titles(services.search_conversations(actor, text="nothing")) == []


def test_a_conversation_is_renamed_archived_restored_deleted():
    actor = make_actor()
    conversation = services.create_conversation(actor, title="Old")
    services.rename_conversation(actor, conversation_id=conversation.pk, title=" New ")
    services.archive_conversation(actor, conversation_id=conversation.pk)
    assert titles(services.search_conversations(actor)) == []
    assert titles(services.search_conversations(actor, archived=True)) == ["New"]
    services.restore_conversation(actor, conversation_id=conversation.pk)
    assert titles(services.search_conversations(actor)) == ["New"]
    services.delete_conversation(actor, conversation_id=conversation.pk)
    with pytest.raises(NotFound):
        services.get_conversation(actor, conversation_id=conversation.pk)


def test_rename_conversation_needs_a_title():
    actor = make_actor()
    conversation = services.create_conversation(actor, title="Old")
    with pytest.raises(InputInvalid):
        services.rename_conversation(actor, conversation_id=conversation.pk, title="  ")


def test_give_feedback_can_be_changed_and_stands_in_the_snapshot():
    actor = make_actor()
    conversation = services.create_conversation(actor)
    answer = answer_of(ask(actor, conversation))
    with pytest.raises(NotFound):
        services.give_feedback(actor, message_id=answer.pk, thumbs="up")  # still being written
    services.stop_turn(actor, message_id=answer.pk)
    services.give_feedback(actor, message_id=answer.pk, thumbs="up", rating=4)
    services.give_feedback(actor, message_id=answer.pk, thumbs="down", comment=" wrong year ")
    assert Feedback.objects.count() == 1
    conversation.refresh_from_db()
    shown = services.snapshot(conversation)["messages"][1]["feedback"]
    assert shown == {"rating": 4, "thumbs": "down", "comment": "wrong year"}


@pytest.mark.parametrize("given", [{"rating": 0}, {"rating": 6}, {"thumbs": "sideways"}])
def test_give_feedback_refuses_what_is_none(given):
    actor = make_actor()
    answer = answer_of(ask(actor, services.create_conversation(actor)))
    services.stop_turn(actor, message_id=answer.pk)
    with pytest.raises(InputInvalid):
        services.give_feedback(actor, message_id=answer.pk, **given)
