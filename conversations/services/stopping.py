"""The stop button."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.actor import Actor
from accounts.clashes import retried_after_clash
from conversations import stop_signals
from conversations.agent.events import MessageCompleted
from conversations.enums import MessageRole, TurnStatus
from conversations.errors import NotFound
from conversations.models import Message, Turn
from conversations.services.ending import end_turn


@retried_after_clash
def stop_turn(actor: Actor, *, message_id: UUID) -> None:
    """Stop the answer, waiting or running, in whatever process; one that has ended stays as it is.

    Raises NotFound.
    """
    answer = Message.objects.visible_to(actor).filter(pk=message_id, role=MessageRole.ASSISTANT).first()
    if answer is None:
        raise NotFound
    stopped = MessageCompleted(status=TurnStatus.STOPPED)
    if end_turn(answer.turn_id, completed=stopped, before=TurnStatus.QUEUED):
        return
    # The row is the truth, read when a lease is renewed; the signal is only quicker.
    Turn.objects.filter(pk=answer.turn_id, status=TurnStatus.RUNNING).update(stop_requested=True)
    transaction.on_commit(lambda: stop_signals.send(answer.turn_id))
