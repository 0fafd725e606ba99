"""Turns whose process died: found by their lease, ended as interrupted, and free to be tried again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import override

from conversations import runners
from conversations.agent.events import Error, MessageCompleted
from conversations.enums import TurnStatus
from conversations.models import Turn
from conversations.services.ending import note_and_end

LEASE = dt.timedelta(seconds=15)


def interrupt_expired_turns() -> int:
    """End the turns that nobody runs any more; gives their number. Safe to run anywhere, any time.

    Questions that waited behind them start; where nothing ran before them, their own process died
    before it began, and they are interrupted too: nobody wants an answer to start hours later.
    """
    expired = list(Turn.objects.expired().values_list("pk", "conversation_id"))
    count = sum(_interrupt(turn_id, TurnStatus.RUNNING) for turn_id, _conversation in expired)
    count += sum(_interrupt(turn_id, TurnStatus.QUEUED) for turn_id in _forsaken())
    for conversation_id in {conversation for _turn, conversation in expired}:
        runners.enqueue(conversation_id)
    return count


def interrupt_turns(turn_ids: Iterable[UUID]) -> int:
    """End running turns of a process that is about to stop, and those that wait behind them; how many."""
    turn_ids = list(turn_ids)
    conversations = Turn.objects.filter(pk__in=turn_ids).values("conversation")
    waiting = Turn.objects.filter(conversation__in=conversations, status=TurnStatus.QUEUED)
    queued = list(waiting.values_list("pk", flat=True)) if turn_ids else []
    count = sum(_interrupt(turn_id, TurnStatus.RUNNING) for turn_id in turn_ids)
    return count + sum(_interrupt(turn_id, TurnStatus.QUEUED) for turn_id in queued)


def _forsaken() -> list[UUID]:
    """Waiting turns of conversations in which nothing runs, older than a lease."""
    running = Turn.objects.filter(conversation=OuterRef("conversation"), status=TurnStatus.RUNNING)
    ended_lately = Turn.objects.filter(conversation=OuterRef("conversation"), ended_at__gt=Now() - LEASE)
    waiting = Turn.objects.filter(status=TurnStatus.QUEUED, created_at__lt=Now() - LEASE)
    return list(waiting.exclude(Exists(running)).exclude(Exists(ended_lately)).values_list("pk", flat=True))


def _interrupt(turn_id: UUID, before: TurnStatus) -> bool:
    language = Turn.objects.filter(pk=turn_id).values_list("language", flat=True).first() or "en"
    with override(language):
        text = _("The answer was interrupted. Your question is kept: try again.")
    return note_and_end(
        turn_id,
        error=Error(code="turn.interrupted", text=text, retryable=True),
        completed=MessageCompleted(status=TurnStatus.INTERRUPTED),
        before=before,
    )
