"""Stores each event of an answer and publishes it. One recorder per turn, used by its thread alone."""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction

from accounts.clashes import retried_after_clash
from conversations import streaming
from conversations.agent import events
from conversations.models import Message
from conversations.services.numbering import store_running
from conversations.services.patience import patiently
from conversations.services.suggesting import suggest, suggestion_json
from conversations.tokens import TokenFrames
from querying.services import release_connection

# How much text a crash of the process may lose; frames go out every 25 ms regardless.
STORE_SECONDS = 0.5


def _fields(event: events.Event) -> dict[str, Any]:
    return {name: value for name, value in event.as_json().items() if name != "type"}


# Events that set a part of the message, by the part's name in docs/socket.md.
PARTS: dict[type[events.Event], str] = {
    events.Stage: "stage",
    events.Sql: "sql",
    events.Table: "table",
    events.Chart: "chart",
    events.ClarifyAsked: "clarify",
    events.Error: "error",
}


class Recorder:
    """What an answer is so far: its text and its parts."""

    def __init__(self, answer: Message) -> None:
        self._answer = answer
        self._conversation_id = answer.conversation_id
        self._frames = TokenFrames(self._send_token)
        self._token_seq = 0
        self._stored_at = 0.0
        self.text = ""
        self.payload: dict[str, Any] = dict(answer.payload)

    def record(self, event: events.Event) -> None:
        """Store and publish one event. Raises TurnLost where the turn is no longer ours."""
        if isinstance(event, events.Token):
            self._record_token(event.text)
            return
        self.flush()
        part = self._part_of(event)
        seq, told = patiently(lambda: self._store(event, part))
        streaming.publish(self._conversation_id, self._answer.pk, seq, told)

    def say_unstored(self, event: events.Event) -> None:
        """Send an event that could not be stored: whoever looks sees it now, nobody later."""
        streaming.say_unstored(self._conversation_id, self._answer.pk, event.as_json())

    def flush(self) -> None:
        """Send the tokens that wait for their frame. The next token gets a new number."""
        self._frames.flush()
        self._token_seq = 0

    def _part_of(self, event: events.Event) -> dict[str, Any]:
        """What the event sets of the payload, which is kept here, too."""
        name = PARTS.get(type(event))
        part = {name: _fields(event)} if name else {}
        self.payload |= part
        return part

    def _record_token(self, text: str) -> None:
        now = time.monotonic()
        if not self._token_seq or now - self._stored_at >= STORE_SECONDS:
            self._frames.flush()
            self._token_seq = patiently(lambda: store_running(self._answer.pk, text=self.text))
            # After this the turn waits for the model's next word. A query gives the connection back itself.
            release_connection()
            self._stored_at = now
        self.text += text
        self._frames.add(text)

    def _send_token(self, text: str, offset: int) -> None:
        event = {"type": events.Token.type, "text": text, "offset": offset}
        streaming.publish(self._conversation_id, self._answer.pk, self._token_seq, event)

    @retried_after_clash
    def _store(self, event: events.Event, part: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """(the event's number, what the sockets are told of it)."""
        if isinstance(event, events.SuggestionMade):
            with transaction.atomic():
                seq = store_running(self._answer.pk, text=self.text)
                # As it is stored: a segment that it names may be none of this answer.
                return seq, suggestion_json(suggest(self._answer, suggestion=event))
        if isinstance(event, events.MessageStarted):
            origin = (event.source, event.provider, event.model)
            return store_running(self._answer.pk, text=self.text, origin=origin), event.as_json()
        return store_running(self._answer.pk, text=self.text, parts=part), event.as_json()
