"""Who runs the next turn of a conversation: one runner, for as long as a lease holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.clashes import retried_after_clash
from conversations import stop_signals
from conversations.enums import MessageRole, TurnStatus
from conversations.services.interrupting import LEASE
from conversations.services.patience import UNAVAILABLE

# Their values: psycopg writes an enum by its name.
QUEUED, RUNNING = TurnStatus.QUEUED.value, TurnStatus.RUNNING.value


@retried_after_clash
def claim_next_turn(conversation_id: UUID) -> UUID | None:
    """Make the oldest waiting turn a running one with a lease, unless one runs; its id."""
    # Without the lock: who comes to wait after this look has a job of their own that looks again.
    if _ask(_WAITS, [conversation_id, QUEUED]) is None:
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
    # The lock makes two runners take turns; the unique constraint would let one of them fail. A statement of
    # its own: what the claim reads is as it is once the lock is held.
    if _ask(_LOCK, [conversation_id]) is None:
        return None
    values = [RUNNING, LEASE, conversation_id, QUEUED, conversation_id, RUNNING]
    turn_id = _ask(_CLAIM, [*values, RUNNING, MessageRole.ASSISTANT.value])
    if turn_id is not None:
        # Watched before the claim is seen, so that no stop can fall in between.
        stop_signals.watch(turn_id)
    return turn_id


def _ask(statement: str, values: list[Any]) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row else None


_WAITS = "SELECT id FROM conversations_turn WHERE conversation_id = %s AND status = %s LIMIT 1"
_LOCK = "SELECT id FROM conversations_conversation WHERE id = %s FOR UPDATE"
_CLAIM = """
WITH claimed AS (
    UPDATE conversations_turn
    SET status = %s, started_at = statement_timestamp(), lease_expires_at = statement_timestamp() + %s
    WHERE id = (
        SELECT id FROM conversations_turn WHERE conversation_id = %s AND status = %s
        ORDER BY created_at, id LIMIT 1
    ) AND NOT EXISTS (SELECT FROM conversations_turn WHERE conversation_id = %s AND status = %s)
    RETURNING id
), shown AS (
    UPDATE conversations_message SET status = %s FROM claimed WHERE turn_id = claimed.id AND role = %s
)
SELECT id FROM claimed
"""
