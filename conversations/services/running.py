"""Runs turns: claims one, drains the agent loop, stores and publishes what it says, ends it."""

from __future__ import annotations

import dataclasses
import time
import uuid
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.clashes import retried_after_clash
from conversations import keeper, stop_signals
from conversations.agent.events import Error, MessageCompleted
from conversations.agent.loop import answer
from conversations.enums import MessageRole, TurnStatus
from conversations.errors import TurnLost
from conversations.models import Conversation, Message, Turn
from conversations.services.contexts import Memory, turn_context
from conversations.services.ending import end_turn, note_and_end
from conversations.services.interrupting import LEASE
from conversations.services.patience import UNAVAILABLE, patiently
from conversations.services.recording import Recorder

log = structlog.get_logger(__name__)


def run_waiting_turns(conversation_id: UUID) -> None:
    """Answer what waits in a conversation, one after the other; nothing where a turn runs already."""
    keeper.start()
    while not keeper.is_closing():
        turn_id = patiently(lambda: claim_next_turn(conversation_id))
        if turn_id is None:
            return
        run_turn(turn_id)


@retried_after_clash
def claim_next_turn(conversation_id: UUID) -> UUID | None:
    """Make the oldest waiting turn a running one with a lease, unless one runs; its id."""
    # Without the lock: who comes to wait after this look has a job of their own that looks again.
    if not Turn.objects.filter(conversation=conversation_id, status=TurnStatus.QUEUED).exists():
        return None
    turn_id: UUID | None = None
    try:
        with transaction.atomic():
            turn_id = _claim(conversation_id)
    except UNAVAILABLE:
        if turn_id is not None:
            # Whether the claim counts nobody knows. Unwatched its lease runs out; watched it would be kept.
            stop_signals.forget(turn_id)
        raise
    return turn_id


def _claim(conversation_id: UUID) -> UUID | None:
    """The same within a transaction."""
    # The lock makes two runners take turns; the unique constraint would let one of them fail.
    if not Conversation.objects.select_for_update().filter(pk=conversation_id).exists():
        return None
    turns = Turn.objects.filter(conversation=conversation_id)
    turn = turns.filter(status=TurnStatus.QUEUED).in_order().first()
    if turn is None or turns.filter(status=TurnStatus.RUNNING).exists():
        return None
    turns.filter(pk=turn.pk).update(
        status=TurnStatus.RUNNING, started_at=timezone.now(), lease_expires_at=Now() + LEASE
    )
    Message.objects.filter(turn=turn, role=MessageRole.ASSISTANT).update(status=TurnStatus.RUNNING)
    # Watched before the claim is seen, so that no stop can fall in between.
    stop_signals.watch(turn.pk)
    return turn.pk


def run_turn(turn_id: UUID) -> None:
    """Answer a claimed turn. It ends with exactly one `message.completed`, whatever happens."""
    try:
        turn, recorder = patiently(lambda: _begin(turn_id))
        with override(turn.language):
            _answer(turn, recorder)
    except TurnLost:
        log.info("turn_lost", turn=str(turn_id))
    finally:
        stop_signals.forget(turn_id)


def _begin(turn_id: UUID) -> tuple[Turn, Recorder]:
    turn = Turn.objects.select_related("conversation", "conversation__owner", "retry_of").get(pk=turn_id)
    return turn, Recorder(Message.objects.get(turn=turn, role=MessageRole.ASSISTANT))


def _answer(turn: Turn, recorder: Recorder) -> None:
    """Drain the loop and end the turn."""
    memory = Memory()
    began = time.perf_counter()
    try:
        completed = _drain(turn, recorder, memory, began)
        recorder.flush()
        completed = dataclasses.replace(completed, text=completed.text or recorder.text)
        payload = recorder.payload | memory.kept
        patiently(lambda: end_turn(turn.pk, completed=completed, payload=payload, context=memory.context))
    except UNAVAILABLE as error:
        log.warning("turn_not_stored", turn=str(turn.pk), error=type(error.__cause__ or error).__name__)
        _give_up(turn, recorder, began)


def _give_up(turn: Turn, recorder: Recorder, began: float) -> None:
    """Our own database took nothing for as long as we wait: say so, and end the turn if it can be ended.

    Else its lease runs out, and it is interrupted once there is a database again, or room in it.
    """
    text = _("Our own database can't take the answer. Your question is kept: try again in a moment.")
    error = Error(code="service.unavailable", text=text, retryable=True)
    connection.close()
    try:
        note_and_end(turn.pk, error=error, completed=_failed(began), before=TurnStatus.RUNNING)
    except UNAVAILABLE:
        recorder.say_unstored(error)


def _drain(turn: Turn, recorder: Recorder, memory: Memory, began: float) -> MessageCompleted:
    """Record the answer's events; its last one is not recorded but given back."""
    try:
        context = turn_context(turn, stopped=stop_signals.watch(turn.pk), memory=memory, began=began)
        for event in answer(turn.question, context):
            if isinstance(event, MessageCompleted):
                return event
            recorder.record(event)
        raise RuntimeError("The loop ended without message.completed.")
    except (TurnLost, *UNAVAILABLE):
        raise
    except Exception:  # the last resort: the asker gets an id, the log gets the rest
        incident = uuid.uuid4().hex[:8]
        log.exception("turn_failed", turn=str(turn.pk), incident=incident)
        text = _("Something went wrong on our side (%(id)s). Your question is kept.") % {"id": incident}
        recorder.record(Error(code="internal", text=text, retryable=True))
        return _failed(began)


def _failed(began: float) -> MessageCompleted:
    milliseconds = round((time.perf_counter() - began) * 1000)
    return MessageCompleted(status=TurnStatus.FAILED, latency_ms=milliseconds)
