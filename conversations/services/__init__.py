"""Every write of the chat, and what its pages, sockets and commands read as a whole."""

from conversations.services.acting import change_chart, draw_answer, open_rows_file, propose_people
from conversations.services.conversations import (
    archive_conversation,
    create_conversation,
    delete_conversation,
    get_conversation,
    rename_conversation,
    restore_conversation,
    search_conversations,
)
from conversations.services.feedback import give_feedback
from conversations.services.improving import improve_query
from conversations.services.interrupting import interrupt_expired_turns, interrupt_turns
from conversations.services.running import run_turn, run_waiting_turns
from conversations.services.snapshots import snapshot
from conversations.services.starting import Wishes, retry_turn, start_turn
from conversations.services.stopping import stop_turn
from conversations.services.suggesting import get_suggestion, suggest, suggestion_json

__all__ = [
    "Wishes",
    "archive_conversation",
    "change_chart",
    "create_conversation",
    "delete_conversation",
    "draw_answer",
    "get_conversation",
    "get_suggestion",
    "give_feedback",
    "improve_query",
    "interrupt_expired_turns",
    "interrupt_turns",
    "open_rows_file",
    "propose_people",
    "rename_conversation",
    "restore_conversation",
    "retry_turn",
    "run_turn",
    "run_waiting_turns",
    "search_conversations",
    "snapshot",
    "start_turn",
    "stop_turn",
    "suggest",
    "suggestion_json",
]
