"""From a query in the workbench to a conversation about it."""

from __future__ import annotations

from uuid import uuid4

from django.utils.translation import gettext as _

from accounts.actor import Actor
from conversations.errors import NoModel, NotFound
from conversations.models import Conversation
from conversations.services.conversations import create_conversation
from conversations.services.starting import Wishes, start_turn
from providers.services import providers_for
from querying.models import DataSource


def improve_query(actor: Actor, *, data_source_id: int, sql: str) -> Conversation:
    """A new conversation in which a model is asked to improve the query. Raises NotFound, NoModel."""
    if not DataSource.objects.visible_to(actor).filter(pk=data_source_id).exists():
        raise NotFound
    if not providers_for(actor):
        raise NoModel
    conversation = create_conversation(actor)
    start_turn(
        actor,
        conversation_id=conversation.pk,
        client_id=uuid4(),
        text=_("Improve this query: say what is slow or unclear in it, and give a better one."),
        wishes=Wishes(data_source_id=data_source_id, query=sql),
    )
    return conversation
