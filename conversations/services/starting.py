"""From a question to a waiting turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.clashes import retried_after_clash
from conversations import runners, streaming
from conversations.agent.events import TurnQueued
from conversations.enums import OPEN_STATUSES, ContextType, MessageRole, TurnStatus
from conversations.errors import InputInvalid, NotFound, QuestionEmpty, QuestionTooLong, TurnBusy
from conversations.models import Conversation, Message, Turn
from conversations.services.numbering import next_seq_touched

WAITING_TURNS = 3
TITLE_FROM_QUESTION = 80


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an asker may say besides the question."""

    data_source_id: int | None = None
    provider: str = ""  # a provider's name, or "planner" for no model at all
    parent_id: UUID | None = None  # the answer to refine, instead of the last
    clock: dt.datetime | None = None  # frozen: for commands and tests
    leaves_out_verified: bool = False  # for evaluation: no question is answered by its own gold
    context_type: ContextType | None = None  # what the conversation is for from now on
    query: str = ""  # SQL that the question is about


@retried_after_clash
def start_turn(
    actor: Actor,
    *,
    conversation_id: UUID,
    client_id: UUID,
    text: str,
    wishes: Wishes = Wishes(),
    enqueue: Callable[[UUID], None] | None = None,
) -> Turn:
    """The waiting turn of a question, handed to the runner (or to `enqueue`) once it is committed.

    The same `client_id` again gives the same turn. Raises QuestionEmpty, QuestionTooLong, TurnBusy, NotFound.
    """
    question = check_question(text)
    with transaction.atomic():
        conversation = _locked(actor, conversation_id)
        turns = list(conversation.turns.filter(Q(client_id=client_id) | Q(status__in=OPEN_STATUSES)))
        known = next((turn for turn in turns if turn.client_id == client_id), None)
        if known is not None:
            return known
        check_room(len(turns))
        turn = _new_turn(actor, conversation, client_id, question, wishes)
        conversation.context_type = wishes.context_type or conversation.context_type
        seq = _touch(conversation, question, count=2)
        asked = Message(
            conversation=conversation, turn=turn, role=MessageRole.USER, text=question, seq=seq - 1
        )
        answer = _empty_answer(turn, asked, seq)
        Message.objects.bulk_create([asked, answer])
        _queue(actor, turn, asked, answer, retried=None, enqueue=enqueue or runners.enqueue)
    return turn


@retried_after_clash
def retry_turn(actor: Actor, *, message_id: UUID, enqueue: Callable[[UUID], None] | None = None) -> Turn:
    """A new turn for the question of an answer that has ended. Raises NotFound, InputInvalid, TurnBusy."""
    retried = _answer(actor, message_id)
    with transaction.atomic():
        conversation = _locked(actor, retried.conversation_id)
        old = Turn.objects.get(pk=retried.turn_id)
        if TurnStatus(old.status).is_open:
            raise InputInvalid(_("This answer is still being written."))
        check_room(conversation.turns.open().count())
        wishes = Wishes(
            old.data_source_id,
            old.provider,
            old.parent_id,
            old.clock,
            old.leaves_out_verified,
            query=old.attached_query,
        )
        turn = _new_turn(actor, conversation, uuid4(), old.question, wishes, retry_of=old)
        assert retried.reply_to is not None  # an answer answers something
        answer = _empty_answer(turn, retried.reply_to, _touch(conversation, old.question))
        answer.save(force_insert=True)
        _queue(actor, turn, retried.reply_to, answer, retried, enqueue or runners.enqueue)
    return turn


def check_question(text: str) -> str:
    """The question without white space around it and NULs within. Raises QuestionEmpty, QuestionTooLong."""
    question = text.replace("\x00", "").strip()
    if not question:
        raise QuestionEmpty
    if len(question) > settings.QUESTION_MAX_LENGTH:
        raise QuestionTooLong(len(question), settings.QUESTION_MAX_LENGTH)
    return question


def check_room(open_turns: int) -> None:
    """Raises TurnBusy where one turn runs (or is about to) and three more wait."""
    if open_turns > WAITING_TURNS:
        raise TurnBusy


def _answer(actor: Actor, message_id: UUID) -> Message:
    answers = Message.objects.visible_to(actor).filter(role=MessageRole.ASSISTANT)
    answer = answers.select_related("reply_to").filter(pk=message_id).first()
    if answer is None:
        raise NotFound
    return answer


def _locked(actor: Actor, conversation_id: UUID) -> Conversation:
    rows = Conversation.objects.visible_to(actor).select_for_update()
    conversation = rows.filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound
    return conversation


def _new_turn(
    actor: Actor,
    conversation: Conversation,
    client_id: UUID,
    question: str,
    wishes: Wishes,
    retry_of: Turn | None = None,
) -> Turn:
    if wishes.parent_id and not conversation.messages.filter(pk=wishes.parent_id).exists():
        raise NotFound
    return Turn.objects.create(
        conversation=conversation,
        client_id=client_id,
        question=question,
        language=actor.language,
        data_source_id=wishes.data_source_id,
        provider=wishes.provider[:100],
        parent_id=wishes.parent_id,
        clock=wishes.clock,
        leaves_out_verified=wishes.leaves_out_verified,
        attached_query=wishes.query.replace("\x00", ""),
        retry_of=retry_of,
    )


def _touch(conversation: Conversation, question: str, *, count: int = 1) -> int:
    """A conversation is named by its first question, and comes back from the archive when it is used; gives
    the last of `count` new numbers.
    """
    conversation.title = conversation.title or _shortened(question)
    return next_seq_touched(
        conversation.pk, title=conversation.title, context_type=conversation.context_type, count=count
    )


def _shortened(question: str) -> str:
    line = " ".join(question.split())
    if len(line) <= TITLE_FROM_QUESTION:
        return line
    return line[:TITLE_FROM_QUESTION].rsplit(" ", 1)[0] + "…"


def _empty_answer(turn: Turn, asked: Message, seq: int) -> Message:
    return Message(
        conversation=turn.conversation,
        turn=turn,
        role=MessageRole.ASSISTANT,
        reply_to=asked,
        status=TurnStatus.QUEUED,
        seq=seq,
    )


def _queue(
    actor: Actor,
    turn: Turn,
    asked: Message,
    answer: Message,
    retried: Message | None,
    enqueue: Callable[[UUID], None],
) -> None:
    """Tell the sockets and the runner once all is committed."""
    conversation = turn.conversation
    event = TurnQueued(
        id=str(turn.client_id),
        text=turn.question,
        user=actor.name,
        reply_to=str(asked.pk),
        retry_of=str(retried.pk) if retried else None,
        title=conversation.title,
        created_at=asked.created_at.isoformat(),
        query=turn.attached_query,
    )
    # A runner that looked before the commit would find no turn.
    transaction.on_commit(lambda: streaming.publish(conversation.pk, answer.pk, answer.seq, event.as_json()))
    transaction.on_commit(lambda: enqueue(conversation.pk))
