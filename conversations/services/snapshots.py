"""A conversation as one JSON object, running answer included (docs/socket.md)."""

from __future__ import annotations

from typing import Any

from conversations.enums import MessageRole, TurnStatus
from conversations.models import Conversation, Feedback, Message, Suggestion
from conversations.services.suggesting import suggestion_json

PARTS = ("sql", "table", "chart", "clarify", "evidence", "error")


def snapshot(conversation: Conversation) -> dict[str, Any]:
    """{conversation, messages, seq}: everything up to `seq`; later parts may already be in the messages.

    The conversation as it was read just before: what is stored meanwhile comes again as an event, which
    changes nothing.
    """
    return {
        "conversation": {
            "id": str(conversation.pk),
            "title": conversation.title,
            "context_type": conversation.context_type,
            "datasource": conversation.data_source_id,
        },
        # Without a number nothing was said: most sockets that open are those of a new conversation.
        "messages": _messages_json(conversation) if conversation.last_seq else [],
        "seq": conversation.last_seq,
    }


def _messages_json(conversation: Conversation) -> list[dict[str, Any]]:
    rows = conversation.messages.select_related("turn", "turn__retry_of", "reply_to", "feedback")
    messages = sorted(rows.prefetch_related("suggestions"), key=_place)
    answers = {row.turn_id: str(row.pk) for row in messages if row.role == MessageRole.ASSISTANT}
    user = str(conversation.owner)
    return [_message_json(row, user, answers) for row in messages]


def _place(row: Message) -> tuple[int, int]:
    """Answers follow their question, a retry the answer that it tries again."""
    return (row.reply_to.seq if row.reply_to else row.seq, row.seq)


def _message_json(row: Message, user: str, answers: dict[Any, str]) -> dict[str, Any]:
    if row.role == MessageRole.USER:
        return {
            "id": str(row.pk),
            "role": "user",
            "text": row.text,
            "user": user,
            "created_at": row.created_at.isoformat(),
            "query": row.turn.attached_query,
        }
    return answer_json(row) | {"retry_of": answers.get(row.turn.retry_of_id)}


def answer_json(row: Message) -> dict[str, Any]:
    """An answer's message as the page knows it, but for `retry_of`."""
    payload = row.payload
    running = row.status == TurnStatus.RUNNING
    return {
        "id": str(row.pk),
        "role": "assistant",
        "turn": str(row.turn.client_id),
        "reply_to": str(row.reply_to_id),
        "status": row.status,
        "source": row.source,
        "provider": row.provider,
        "model": row.model,
        "stage": payload.get("stage") if running else None,
        "text": row.text,
        **{part: payload.get(part) for part in PARTS},
        "suggestions": [_suggestion_json(each) for each in row.suggestions.all()],
        "trust": row.trust or None,
        "confidence": row.confidence,
        "reading": payload.get("reading", ""),
        "usage": {
            "input_tokens": row.input_tokens,
            "output_tokens": row.output_tokens,
            "cost_cents": None if row.cost_cents is None else f"{row.cost_cents:.6f}",
        },
        "latency_ms": row.latency_ms,
        "follow_ups": payload.get("follow_ups", []),
        "suggested_actions": payload.get("suggested_actions", []),
        "feedback": _feedback_json(row),
        "created_at": row.created_at.isoformat(),
    }


def _suggestion_json(row: Suggestion) -> dict[str, Any]:
    return {name: value for name, value in suggestion_json(row).items() if name != "type"}


def _feedback_json(row: Message) -> dict[str, Any] | None:
    try:
        given = row.feedback
    except Feedback.DoesNotExist:
        return None
    return {"rating": given.rating, "thumbs": given.thumbs, "comment": given.comment}
