"""The numbers of a conversation's events: given by PostgreSQL where the event is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.clashes import retried_after_clash
from conversations.enums import TurnStatus
from conversations.errors import TurnLost


def next_seq(conversation_id: UUID, *, count: int = 1) -> int:
    """The last of the conversation's next numbers. Locks its row: call it in the transaction that stores the
    events.

    Raises TurnLost where the conversation is gone.
    """
    return _number(_NEXT, [count, conversation_id])


def next_seq_touched(conversation_id: UUID, *, title: str, context_type: str, count: int) -> int:
    """The same for a question: the conversation is now the last used one, named so, and in no archive."""
    return _number(_TOUCH, [count, title, context_type, conversation_id])


def next_seq_remembered(conversation_id: UUID, *, context: Mapping[str, Any], data_source_id: int) -> int:
    """The same for an answer's end: what the next question may refine, and the source it was about."""
    return _number(_REMEMBER, [json.dumps(context), data_source_id, conversation_id])


@retried_after_clash
def store_running(
    answer_id: UUID,
    *,
    text: str,
    parts: Mapping[str, Any] | None = None,
    origin: tuple[str, str, str] | None = None,
) -> int:
    """Write what a running answer has got, its text and some parts, and number that; gives the number.

    `origin`: source, provider and model. One statement, for it is what a turn does most. Raises TurnLost
    where the answer no longer runs; then nothing is written.
    """
    source, provider, model = origin or (None, None, None)
    changed = [text, json.dumps(parts or {}), source, provider, model]
    return _number(_STORE, [*changed, answer_id, TurnStatus.RUNNING.value])


def _number(statement: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row is None:
        raise TurnLost
    return row[0]


_NEXT = "UPDATE conversations_conversation SET last_seq = last_seq + %s WHERE id = %s RETURNING last_seq"
_TOUCH = """
UPDATE conversations_conversation
SET last_seq = last_seq + %s, title = %s, context_type = %s, archived = false,
    updated_at = statement_timestamp()
WHERE id = %s RETURNING last_seq
"""
_REMEMBER = """
UPDATE conversations_conversation SET last_seq = last_seq + 1, context = %s::jsonb, data_source_id = %s
WHERE id = %s RETURNING last_seq
"""
# The message first: so do all who write both.
_STORE = """
WITH changed AS (
    UPDATE conversations_message SET text = %s, payload = payload || %s::jsonb, source = coalesce(%s, source),
        provider = coalesce(%s, provider), model = coalesce(%s, model)
    WHERE id = %s AND status = %s RETURNING conversation_id
)
UPDATE conversations_conversation c SET last_seq = last_seq + 1
FROM changed WHERE c.id = changed.conversation_id RETURNING last_seq
"""
