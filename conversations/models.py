"""Conversations and what was said in them. A question is a turn; its answer a message of the assistant."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations import querysets
from conversations.enums import (
    ContextType,
    MessageRole,
    Source,
    SuggestionKind,
    SuggestionStatus,
    Thumbs,
    ToolCallStatus,
    Trust,
    TurnStatus,
)


class Conversation(models.Model):
    """One person's thread in one organization.

    `last_seq` numbers the events of the socket; `context` is what a follow-up refines:
    {"data_source": id, "query": SemanticQuery as JSON} of the last answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization",
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        related_name="conversations",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="conversations",
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    context_type = models.CharField(
        _("context"), max_length=16, choices=ContextType.choices, default=ContextType.ANALYTICS
    )
    # By id, not by key: what the asker may see is decided anew for each question, and a source that is
    # gone or no longer visible simply is not there.
    data_source_id = models.BigIntegerField(_("data source"), null=True, blank=True)
    context = models.JSONField(_("context of follow-ups"), default=dict, blank=True)
    archived = models.BooleanField(_("archived"), default=False)
    # Something was asked of a source that is the person's alone: then its text is nobody else's to read.
    private = models.BooleanField(_("of a private source"), default=False, editable=False)
    last_seq = models.BigIntegerField(_("last event"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last used"), auto_now_add=True)

    objects = querysets.ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering: ClassVar[list[str]] = ["-updated_at"]
        indexes: ClassVar[list[models.Index]] = [
            # The history sidebar: a person's conversations in one organization, last used first.
            models.Index(
                fields=["organization", "owner", "archived", "-updated_at"], name="conversation_history"
            )
        ]

    def __str__(self) -> str:
        return self.title or str(_("New conversation"))


class Turn(models.Model):
    """One question being answered. `client_id` is the asker's id for it: the same twice is one question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), on_delete=models.CASCADE, related_name="turns"
    )
    client_id = models.UUIDField(_("id given by the asker"))
    question = models.TextField(_("question"))
    language = models.CharField(_("language"), max_length=8, blank=True)
    data_source_id = models.BigIntegerField(_("data source asked for"), null=True, blank=True)
    provider = models.CharField(_("provider asked for"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "Message",
        verbose_name=_("refines"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    retry_of = models.ForeignKey(
        "self",
        verbose_name=_("retry of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="retries",
    )
    clock = models.DateTimeField(_("frozen clock"), null=True, blank=True)
    attached_query = models.TextField(
        _("attached query"), blank=True, default="", help_text=_("SQL that the question is about.")
    )
    leaves_out_verified = models.BooleanField(
        _("without verified queries"),
        default=False,
        help_text=_("For evaluation: no question is answered by its own gold."),
    )
    status = models.CharField(
        _("status"), max_length=16, choices=TurnStatus.choices, default=TurnStatus.QUEUED
    )
    stop_requested = models.BooleanField(_("stop requested"), default=False)
    lease_expires_at = models.DateTimeField(_("lease until"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = querysets.TurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["conversation", "client_id"], name="turn_asked_once"),
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(status=TurnStatus.RUNNING), name="one_running_turn"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # The sweep for turns whose process died.
            models.Index(
                fields=["lease_expires_at"], condition=Q(status=TurnStatus.RUNNING), name="turn_running_lease"
            ),
            # The next turn of a conversation, and how many wait.
            models.Index(
                fields=["conversation", "created_at"],
                condition=Q(status=TurnStatus.QUEUED),
                name="turn_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:80]


class Message(models.Model):
    """What the person or the assistant said.

    `payload` of an answer holds the parts that events set, by the names of docs/socket.md: stage, sql, table,
    chart, clarify, error, reading, evidence, follow_ups, suggested_actions; and `query`, for refinement.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), on_delete=models.CASCADE, related_name="messages"
    )
    turn = models.ForeignKey(Turn, verbose_name=_("turn"), on_delete=models.CASCADE, related_name="messages")
    role = models.CharField(_("role"), max_length=16, choices=MessageRole.choices)
    reply_to = models.ForeignKey(
        "self",
        verbose_name=_("answer to"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
    )
    seq = models.BigIntegerField(_("place"))
    text = models.TextField(_("text"), blank=True)
    status = models.CharField(
        _("status"), max_length=16, choices=TurnStatus.choices, default=TurnStatus.COMPLETED
    )
    payload = models.JSONField(_("parts"), default=dict, blank=True)
    source = models.CharField(_("answered by"), max_length=16, choices=Source.choices, blank=True)
    provider = models.CharField(_("provider"), max_length=100, blank=True)
    model = models.CharField(_("model"), max_length=100, blank=True)
    trust = models.CharField(_("trust"), max_length=16, choices=Trust.choices, blank=True)
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    latency_ms = models.PositiveIntegerField(_("time (ms)"), default=0)
    input_tokens = models.PositiveIntegerField(_("tokens in"), default=0)
    output_tokens = models.PositiveIntegerField(_("tokens out"), default=0)
    # None: the model's price is not known.
    cost_cents = models.DecimalField(
        _("cost (US cents)"), max_digits=18, decimal_places=6, default=0, null=True, blank=True
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = querysets.MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar[list[str]] = ["seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["turn"], condition=Q(role=MessageRole.ASSISTANT), name="one_answer_a_turn"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            # A conversation's page.
            models.Index(fields=["conversation", "seq"], name="message_in_order")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class UnansweredQuestion(Message):
    """An answer that was none, or that its asker found wrong: what knowledge is missing (R-308)."""

    unanswered = querysets.UnansweredManager()

    class Meta:
        proxy = True
        verbose_name = _("unanswered question")
        verbose_name_plural = _("what knowledge is missing")


class ToolCall(models.Model):
    """One use of a tool by the model: what it asked, and what it was told."""

    message = models.ForeignKey(
        Message, verbose_name=_("message"), on_delete=models.CASCADE, related_name="tool_calls"
    )
    name = models.CharField(_("tool"), max_length=64)
    arguments = models.TextField(_("arguments"))
    status = models.CharField(_("status"), max_length=16, choices=ToolCallStatus.choices)
    result = models.TextField(_("told the model"), blank=True)
    milliseconds = models.PositiveIntegerField(_("time (ms)"), default=0)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = querysets.ToolCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("tool call")
        verbose_name_plural = _("tool calls")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.name


class Feedback(models.Model):
    """What the asker thought of an answer: one word per answer, which may be changed."""

    message = models.OneToOneField(
        Message, verbose_name=_("answer"), on_delete=models.CASCADE, related_name="feedback"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    thumbs = models.CharField(_("thumbs"), max_length=8, choices=Thumbs.choices, blank=True)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    created_at = models.DateTimeField(_("given"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = querysets.FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        return self.thumbs or str(self.rating or "")


class Suggestion(models.Model):
    """Something that the assistant proposes to make. Nothing is made before a person clicks.

    `content` is what contents.py checks for its kind. `applied_to` names what was made of it, by kind and id:
    it lives in a layer of its own and may be deleted there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(
        Message, verbose_name=_("answer"), on_delete=models.CASCADE, related_name="suggestions"
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    kind = models.CharField(_("kind"), max_length=16, choices=SuggestionKind.choices)
    title = models.CharField(_("title"), max_length=200)
    content = models.JSONField(_("content"), default=dict)
    reasoning = models.TextField(_("reasoning"), blank=True)
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    data_source_id = models.BigIntegerField(_("data source"), null=True, blank=True)
    # The segment that a campaign or an e-mail is for, proposed in the same answer.
    segment = models.ForeignKey(
        "self", verbose_name=_("to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(
        _("status"), max_length=16, choices=SuggestionStatus.choices, default=SuggestionStatus.PENDING
    )
    applied_kind = models.CharField(_("applied to"), max_length=16, blank=True)
    applied_id = models.CharField(_("id of what was made"), max_length=36, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = querysets.SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering: ClassVar[list[str]] = ["position", "created_at"]

    def __str__(self) -> str:
        return self.title
