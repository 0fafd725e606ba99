"""Making, finding and keeping conversations. All take the actor: nobody reaches another's."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from conversations.enums import ContextType
from conversations.errors import InputInvalid, NotFound
from conversations.models import Conversation
from conversations.querysets import ConversationQuerySet

TITLE_LENGTH = 200


def create_conversation(
    actor: Actor,
    *,
    title: str = "",
    context_type: str = ContextType.ANALYTICS,
    data_source_id: int | None = None,
) -> Conversation:
    """A new conversation of the actor's. Without a title, its first question becomes the title."""
    if context_type not in ContextType.values:
        raise InputInvalid(_("There is no such kind of conversation."))
    return Conversation.objects.create(
        organization_id=actor.organization_id,
        owner_id=actor.user_id,
        title=title.strip()[:TITLE_LENGTH],
        context_type=context_type,
        data_source_id=data_source_id,
    )


def get_conversation(actor: Actor, *, conversation_id: UUID) -> Conversation:
    """The actor's conversation of this id. Raises NotFound, also where it is somebody else's."""
    conversation = Conversation.objects.visible_to(actor).filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound
    return conversation


def search_conversations(actor: Actor, *, text: str = "", archived: bool = False) -> ConversationQuerySet:
    """The actor's conversations whose title or messages hold the text, last used first."""
    mine = Conversation.objects.visible_to(actor).filter(archived=archived)
    return mine.matching(text).order_by("-updated_at")


def rename_conversation(actor: Actor, *, conversation_id: UUID, title: str) -> Conversation:
    """Give it a title; an empty one is refused. Raises NotFound, InputInvalid."""
    conversation = get_conversation(actor, conversation_id=conversation_id)
    conversation.title = title.strip()[:TITLE_LENGTH]
    if not conversation.title:
        raise InputInvalid(_("A conversation needs a title."))
    conversation.save(update_fields=["title"])
    return conversation


def archive_conversation(actor: Actor, *, conversation_id: UUID) -> Conversation:
    """Take it out of the history; nothing is deleted. Raises NotFound."""
    return _set_archived(actor, conversation_id, archived=True)


def restore_conversation(actor: Actor, *, conversation_id: UUID) -> Conversation:
    """Put an archived one back into the history. Raises NotFound."""
    return _set_archived(actor, conversation_id, archived=False)


def delete_conversation(actor: Actor, *, conversation_id: UUID) -> None:
    """Delete it with all its messages; an answer still being written is dropped. Raises NotFound."""
    get_conversation(actor, conversation_id=conversation_id).delete()


def _set_archived(actor: Actor, conversation_id: UUID, *, archived: bool) -> Conversation:
    conversation = get_conversation(actor, conversation_id=conversation_id)
    conversation.archived = archived
    conversation.save(update_fields=["archived"])
    return conversation
