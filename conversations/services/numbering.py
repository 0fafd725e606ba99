"""The numbers of a conversation's events: given by PostgreSQL where the event is stored."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from conversations.errors import TurnLost
from conversations.models import Conversation


def next_seq(conversation_id: UUID) -> int:
    """The conversation's next number. Locks its row: call it in the transaction that stores the event.

    Raises TurnLost where the conversation is gone.
    """
    table = Conversation._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET last_seq = last_seq + 1 WHERE id = %s RETURNING last_seq',  # noqa: S608
            [conversation_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise TurnLost
    return row[0]
