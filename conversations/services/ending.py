"""The one place where a turn ends: whoever comes second changes nothing and says nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.clashes import retried_after_clash
from conversations import streaming
from conversations.agent.events import Event, MessageCompleted
from conversations.enums import MessageRole, TurnStatus, statuses_before
from conversations.models import Message, Turn
from conversations.services.numbering import next_seq, next_seq_remembered

KEPT_PARTS = ("reading", "evidence", "follow_ups", "suggested_actions")
COUNTED = ("latency_ms", "input_tokens", "output_tokens", "cost_cents")
WRITTEN = ("payload", "text", "status", "trust", "confidence", *COUNTED)


@retried_after_clash
def end_turn(
    turn_id: UUID,
    *,
    completed: MessageCompleted,
    before: TurnStatus | None = None,
    payload: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
) -> bool:
    """Move an open turn (one in `before` only, if given) to the status of `completed` and tell the sockets.

    `payload` are the answer's parts so far, `context` what a follow-up refines; an empty text leaves the
    stored one. False where the turn had ended already: then nothing was written.
    """
    status = TurnStatus(completed.status)
    with transaction.atomic():
        froms = [before] if before else statuses_before(status)
        changed = Turn.objects.filter(pk=turn_id, status__in=froms).update(
            status=status, ended_at=timezone.now(), lease_expires_at=None
        )
        if not changed:
            return False
        answer = Message.objects.select_for_update().get(turn=turn_id, role=MessageRole.ASSISTANT)
        _write(answer, completed, payload)
        seq = _next_seq(answer.conversation_id, context)
        event = completed.as_json() | {"text": answer.text}
        transaction.on_commit(lambda: streaming.publish(answer.conversation_id, answer.pk, seq, event))
    return True


def _next_seq(conversation_id: UUID, context: dict[str, Any] | None) -> int:
    if not context:
        return next_seq(conversation_id)
    return next_seq_remembered(conversation_id, context=context, data_source_id=context["data_source"])


def _write(answer: Message, completed: MessageCompleted, payload: dict[str, Any] | None) -> None:
    kept = {name: getattr(completed, name) for name in KEPT_PARTS if getattr(completed, name)}
    answer.payload = (answer.payload if payload is None else payload) | kept
    answer.text = completed.text or answer.text
    answer.status = completed.status
    answer.trust = completed.trust or ""
    answer.confidence = completed.confidence
    answer.latency_ms = completed.latency_ms
    answer.input_tokens = completed.usage.get("input_tokens", 0)
    answer.output_tokens = completed.usage.get("output_tokens", 0)
    cost = completed.usage.get("cost_cents", 0)
    answer.cost_cents = None if cost is None else Decimal(str(cost))
    answer.save(update_fields=WRITTEN)


@retried_after_clash
def note_and_end(turn_id: UUID, *, error: Event, completed: MessageCompleted, before: TurnStatus) -> bool:
    """The same for a turn that nobody runs any more: an `error` first, then its end."""
    with transaction.atomic():
        answer = Message.objects.select_for_update().get(turn=turn_id, role=MessageRole.ASSISTANT)
        fields = {name: value for name, value in error.as_json().items() if name != "type"}
        if not Turn.objects.filter(pk=turn_id, status=before).exists():
            return False
        seq = next_seq(answer.conversation_id)
        transaction.on_commit(
            lambda: streaming.publish(answer.conversation_id, answer.pk, seq, error.as_json())
        )
        return end_turn(
            turn_id, completed=completed, before=before, payload=answer.payload | {"error": fields}
        )
