"""An answer as one object: what `ask --json` prints (contracts.md section 3)."""

from __future__ import annotations

from typing import Any

from conversations.enums import TurnStatus
from conversations.models import Message
from conversations.services.snapshots import answer_json


def answer_object(answer: Message) -> dict[str, Any]:
    """The object of an answer that has ended."""
    shown = answer_json(answer)
    table = shown["table"] or {}
    chart = shown["chart"] or {}
    clarify = shown["clarify"] or {}
    error = shown["error"]
    return {
        "outcome": outcome_of(answer),
        "answer": shown["text"],
        "language": answer.payload.get("language", answer.turn.language),
        "source": shown["source"],
        "reading": shown["reading"],
        "sql": (shown["sql"] or {}).get("sql"),
        "sql_run": (shown["evidence"] or {}).get("sql_run"),
        "columns": table.get("columns", []),
        "rows": table.get("rows"),
        "row_count": table.get("row_count"),
        "chart": chart.get("spec"),
        "choices": clarify.get("choices", []),
        "trust": shown["trust"],
        "confidence": shown["confidence"],
        "evidence": shown["evidence"],
        "follow_ups": shown["follow_ups"],
        "suggested_actions": shown["suggested_actions"],
        "suggestions": shown["suggestions"],
        "usage": shown["usage"],
        "latency_ms": shown["latency_ms"],
        "error": {"code": error["code"], "text": error["text"]} if error else None,
        "conversation": str(answer.conversation_id),
        "message": shown["id"],
    }


def outcome_of(answer: Message) -> str:
    """answered, clarify, declined or error."""
    if answer.status != TurnStatus.COMPLETED:
        return "error"
    return answer.payload.get("outcome", "answered")
