"""One question asked and waited for, on the page's own path: for commands, evaluation and tests."""

from __future__ import annotations

import time
from uuid import UUID, uuid4

from django.utils.translation import override

from accounts.actor import Actor
from conversations import services
from conversations.enums import MessageRole, TurnStatus
from conversations.models import Message, Turn
from conversations.services import Wishes
from providers.services import providers_for
from querying.models import DataSource

PLANNER = "planner"
# Somebody else may be asking in the same conversation: that long we wait for our turn.
WAIT_SECONDS = 120


class CannotAsk(Exception):
    """What was named is not there for this person; `message` says what."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def ask_and_wait(
    actor: Actor, question: str, *, wishes: Wishes, conversation_id: UUID | None = None
) -> Message:
    """The finished answer, in the named conversation or a new one.

    Raises ConversationError where the question is refused, CannotAsk where its turn does not come.
    """
    with override(actor.language):
        turn = services.start_turn(
            actor,
            conversation_id=conversation_id or services.create_conversation(actor).pk,
            client_id=uuid4(),
            text=question,
            wishes=wishes,
            enqueue=lambda conversation: None,
        )
    return _run(turn)


def _run(turn: Turn) -> Message:
    """Answer it here; where another process answers in the same conversation, wait for our turn."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        services.run_waiting_turns(turn.conversation_id)
        answer = Message.objects.select_related("turn").get(turn=turn, role=MessageRole.ASSISTANT)
        if not TurnStatus(answer.status).is_open:
            return answer
        time.sleep(0.2)
    raise CannotAsk("Another question of this conversation takes too long: stop it first.")


def find_source(actor: Actor, name: str) -> DataSource | None:
    """The asker's data source of this name; None where none is named. Raises CannotAsk."""
    if not name:
        return None
    source = DataSource.objects.visible_to(actor).filter(name=name).first()
    if source is None:
        raise CannotAsk(f"{actor.organization_name} has no data source {name!r}.")
    return source


def check_provider(actor: Actor, name: str) -> str:
    """The name again, if this person may use it: a provider's, `planner`, or empty. Raises CannotAsk."""
    if name in ("", PLANNER) or any(config.name == name for config in providers_for(actor, name)):
        return name
    raise CannotAsk(f"{actor.email} can use no provider {name!r}.")
