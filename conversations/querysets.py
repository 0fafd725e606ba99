"""Reads of the chat. A conversation is its owner's, in one organization: nobody else's list shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Manager, Q, QuerySet
from django.db.models.functions import Now

from conversations.enums import OPEN_STATUSES, MessageRole, Thumbs, TurnStatus

if TYPE_CHECKING:
    from accounts.actor import Actor
    from conversations.models import (  # noqa: F401
        Conversation,
        Feedback,
        Message,
        Suggestion,
        ToolCall,
        Turn,
        UnansweredQuestion,
    )


class ConversationQuerySet(QuerySet["Conversation"]):
    def visible_to(self, actor: Actor) -> ConversationQuerySet:
        return self.filter(organization=actor.organization_id, owner=actor.user_id)

    def current(self) -> ConversationQuerySet:
        """Those not archived, the last used first."""
        return self.filter(archived=False).order_by("-updated_at")

    def matching(self, text: str) -> ConversationQuerySet:
        """Those whose title or messages hold the text, whatever its case; all for an empty text."""
        text = text.strip()
        if not text:
            return self
        return self.filter(Q(title__icontains=text) | Q(messages__text__icontains=text)).distinct()


class TurnQuerySet(QuerySet["Turn"]):
    def visible_to(self, actor: Actor) -> TurnQuerySet:
        return self.filter(
            conversation__organization=actor.organization_id, conversation__owner=actor.user_id
        )

    def open(self) -> TurnQuerySet:
        return self.filter(status__in=OPEN_STATUSES)

    def expired(self) -> TurnQuerySet:
        """Running turns whose process has not renewed the lease, by the database's clock."""
        return self.filter(status=TurnStatus.RUNNING, lease_expires_at__lt=Now())

    def in_order(self) -> TurnQuerySet:
        return self.order_by("created_at", "pk")


class MessageQuerySet(QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> MessageQuerySet:
        return self.filter(
            conversation__organization=actor.organization_id, conversation__owner=actor.user_id
        )


class UnansweredManager(Manager["UnansweredQuestion"]):
    """Answers that declined, asked back, failed, or got a thumb down."""

    def get_queryset(self) -> QuerySet[UnansweredQuestion]:
        asked_for_nothing = Q(payload__has_key="small_talk")
        left = Q(payload__outcome__in=["declined", "clarify"]) & ~asked_for_nothing
        left |= Q(status=TurnStatus.FAILED)
        missed = left | Q(feedback__thumbs=Thumbs.DOWN) | Q(feedback__rating__lte=2)
        return super().get_queryset().filter(missed, role=MessageRole.ASSISTANT)


class ToolCallQuerySet(QuerySet["ToolCall"]):
    def visible_to(self, actor: Actor) -> ToolCallQuerySet:
        return self.filter(
            message__conversation__organization=actor.organization_id,
            message__conversation__owner=actor.user_id,
        )


class FeedbackQuerySet(QuerySet["Feedback"]):
    def visible_to(self, actor: Actor) -> FeedbackQuerySet:
        return self.filter(
            message__conversation__organization=actor.organization_id,
            message__conversation__owner=actor.user_id,
        )


class SuggestionQuerySet(QuerySet["Suggestion"]):
    def visible_to(self, actor: Actor) -> SuggestionQuerySet:
        return self.filter(
            message__conversation__organization=actor.organization_id,
            message__conversation__owner=actor.user_id,
        )
