"""Runs turns: claims one, drains the agent loop, stores and publishes what it says, ends it."""

from __future__ import annotations

import dataclasses
import time
import uuid
from uuid import UUID

import structlog
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from conversations import keeper, stop_signals
from conversations.agent.events import Error, MessageCompleted
from conversations.agent.loop import answer
from conversations.enums import MessageRole, TurnStatus
from conversations.errors import TurnLost
from conversations.models import Message, Turn
from conversations.services.claiming import claim_next_turn
from conversations.services.contexts import Memory, turn_context
from conversations.services.ending import end_turn, note_and_end
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
    turn = Turn.objects.select_related("conversation").get(pk=turn_id)
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
