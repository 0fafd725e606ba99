"""Conversations to read: what was asked, what was answered, on what evidence. Nothing is changed here."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from accounts.staff import OwnOrganizationsFilter, StaffAdmin, signed_in
from conversations.enums import MessageRole, Thumbs, TurnStatus
from conversations.errors import InputInvalid
from conversations.models import Conversation, Feedback, Message, Suggestion, ToolCall, UnansweredQuestion
from conversations.services.promoting import promote

SHOWN = 160
GOOD_RATING = 4
WHY = {
    "declined": _("Not understood"),
    "clarify": _("Asked back"),
    "failed": _("Failed"),
    "disliked": _("Disliked"),
}


class ReadOnlyInline(TabularInline):
    """Rows to look at."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True


class MessageInline(ReadOnlyInline):
    model = Message
    fields = ("role", "beginning", "status", "source", "trust", "latency_ms", "created_at")
    readonly_fields = fields
    verbose_name_plural = _("messages")

    @admin.display(description=_("text"))
    def beginning(self, message: Message) -> str:
        return message.text[:SHOWN]


class ToolCallInline(ReadOnlyInline):
    model = ToolCall
    fields = ("name", "status", "arguments", "result", "milliseconds")
    readonly_fields = fields


@admin.register(Conversation)
class ConversationAdmin(StaffAdmin):
    read_only = True
    not_private = {"private": False}
    list_display = ("title", "owner", "organization", "questions", "updated_at", "archived")
    list_filter = (("organization", admin.RelatedOnlyFieldListFilter), "archived", "context_type")
    search_fields = ("title", "owner__email", "messages__text")
    date_hierarchy = "updated_at"
    inlines: ClassVar[list[type]] = [MessageInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        asked = Count("messages", filter=Q(messages__role=MessageRole.USER), distinct=True)
        rows = super().get_queryset(request).select_related("owner", "organization")
        return rows.annotate(question_count=asked)

    @admin.display(description=_("questions"), ordering="question_count")
    def questions(self, conversation: Conversation) -> int:
        return conversation.question_count  # type: ignore[attr-defined]  # annotated above


@admin.register(Message)
class MessageAdmin(StaffAdmin):
    read_only = True
    not_private = {"conversation__private": False}
    organization_path = "conversation__organization"
    list_display = (
        "beginning",
        "role",
        "status",
        "source",
        "trust",
        "confidence",
        "latency_ms",
        "created_at",
    )
    list_filter = (
        "role",
        "status",
        "source",
        "trust",
        "provider",
        ("conversation__organization", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("text", "conversation__title", "conversation__owner__email")
    date_hierarchy = "created_at"
    fields = (
        ("conversation", "role", "status"),
        "text",
        "sql_text",
        ("source", "provider", "model"),
        ("trust", "confidence", "latency_ms"),
        ("input_tokens", "output_tokens", "cost_cents"),
        "parts",
    )
    readonly_fields = ("sql_text", "parts")
    inlines: ClassVar[list[type]] = [ToolCallInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).select_related("conversation")

    @admin.display(description=_("text"))
    def beginning(self, message: Message) -> str:
        return message.text[:SHOWN] or "–"

    @admin.display(description=_("SQL"))
    def sql_text(self, message: Message) -> str:
        return format_html("<pre>{}</pre>", (message.payload.get("sql") or {}).get("sql", ""))

    @admin.display(description=_("parts"))
    def parts(self, message: Message) -> str:
        """Evidence, reading and the like; the rows of the table are left to the query log."""
        kept = {name: part for name, part in message.payload.items() if name not in ("table", "chart", "sql")}
        return format_html("<pre>{}</pre>", json.dumps(kept, indent=1, ensure_ascii=False))


@admin.register(Feedback)
class FeedbackAdmin(StaffAdmin):
    read_only = True
    not_private = {"message__conversation__private": False}
    organization_path = "message__conversation__organization"
    list_display = ("question", "answer", "thumbs", "rating", "comment", "user", "updated_at")
    list_filter = (
        "thumbs",
        "rating",
        ("message__conversation__organization", OwnOrganizationsFilter),
    )
    search_fields = ("message__turn__question", "comment")
    actions = ("promote_selected",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        return (
            super()
            .get_queryset(request)
            .select_related("message__turn", "message__conversation__organization", "user")
        )

    @admin.display(description=_("question"))
    def question(self, feedback: Feedback) -> str:
        return feedback.message.turn.question[:SHOWN]

    @admin.display(description=_("answer"))
    def answer(self, feedback: Feedback) -> str:
        return feedback.message.text[:SHOWN]

    @admin.action(description=_("Make verified queries of answers with a thumb up (drafts)"))
    def promote_selected(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> None:
        """Drafts for review; what can't be one is told."""
        made = 0
        for feedback in queryset:
            if feedback.thumbs != Thumbs.UP and (feedback.rating or 0) < GOOD_RATING:
                text = gettext("“%(question)s” has no thumb up.")
                messages.warning(request, text % {"question": feedback.message.turn.question})
                continue
            try:
                promote(feedback.message, user=signed_in(request))
                made += 1
            except InputInvalid as error:
                messages.warning(request, error.message)
        if made:
            text = gettext(
                "%(count)s drafts of verified queries. Read their SQL, above all its dates, and approve "
                "them: then they answer."
            )
            link = reverse("admin:knowledge_verifiedquery_changelist") + "?status__exact=draft"
            label = gettext("Show the drafts")
            messages.success(
                request, format_html('{} <a href="{}">{}</a>', text % {"count": made}, link, label)
            )


class WhyFilter(admin.SimpleListFilter):
    """Declined, asked back, failed, or disliked."""

    title = _("why")
    parameter_name = "why"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return list(WHY.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("declined", "clarify"):
            return queryset.filter(payload__outcome=self.value())
        if self.value() == "failed":
            return queryset.filter(status=TurnStatus.FAILED)
        return queryset.exclude(feedback=None) if self.value() == "disliked" else queryset


@admin.register(UnansweredQuestion)
class UnansweredQuestionAdmin(StaffAdmin):
    """What people asked in vain, and how often: each is a synonym, a metric or a table to describe."""

    read_only = True
    not_private = {"conversation__private": False}
    organization_path = "conversation__organization"
    list_display = ("question", "why", "answer", "times", "organization", "created_at")
    list_filter = (WhyFilter, ("conversation__organization", OwnOrganizationsFilter))
    search_fields = ("turn__question", "text")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = ("question", "why", "text", "organization", "created_at")
    readonly_fields = ("question", "why", "organization")

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnansweredQuestion]:
        same = (
            UnansweredQuestion.unanswered.filter(
                turn__question__iexact=OuterRef("turn__question"),
                conversation__organization=OuterRef("conversation__organization"),
            )
            .order_by()
            .values("conversation__organization")
            .annotate(times=Count("pk"))
            .values("times")
        )
        rows = super().get_queryset(request)
        rows = rows.select_related("turn", "conversation__organization", "feedback")
        return rows.annotate(times_asked=Subquery(same))

    @admin.display(description=_("question"))
    def question(self, answer: UnansweredQuestion) -> str:
        return answer.turn.question[:SHOWN]

    @admin.display(description=_("why"))
    def why(self, answer: UnansweredQuestion) -> str:
        outcome = (
            "failed" if answer.status == TurnStatus.FAILED else answer.payload.get("outcome", "disliked")
        )
        return str(WHY.get(outcome, WHY["disliked"]))

    @admin.display(description=_("answer"))
    def answer(self, answer: UnansweredQuestion) -> str:
        return answer.text[:SHOWN] or "–"

    @admin.display(description=_("times"), ordering="times_asked")
    def times(self, answer: UnansweredQuestion) -> int:
        return answer.times_asked  # type: ignore[attr-defined]  # annotated above

    @admin.display(description=_("organization"))
    def organization(self, answer: UnansweredQuestion) -> str:
        return str(answer.conversation.organization)


@admin.register(Suggestion)
class SuggestionAdmin(StaffAdmin):
    """What was proposed to whom, what they decided, and what was made of it."""

    read_only = True
    not_private = {"message__conversation__private": False}
    organization_path = "message__conversation__organization"
    list_display = (
        "title",
        "kind",
        "status",
        "person",
        "organization",
        "decided_at",
        "applied_kind",
        "created_at",
    )
    list_filter = (
        "kind",
        "status",
        ("message__conversation__organization", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("title", "message__conversation__owner__email")
    date_hierarchy = "created_at"
    fields = (
        ("title", "kind", "status"),
        ("person", "organization"),
        ("decided_by", "decided_at"),
        ("applied_kind", "applied_id"),
        "reasoning",
        "content_text",
    )
    readonly_fields = ("person", "organization", "content_text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suggestion]:
        rows = super().get_queryset(request)
        return rows.select_related(
            "decided_by", "message__conversation__owner", "message__conversation__organization"
        )

    @admin.display(description=_("person"), ordering="message__conversation__owner__email")
    def person(self, row: Suggestion) -> str:
        return row.message.conversation.owner.email

    @admin.display(description=_("organization"), ordering="message__conversation__organization__name")
    def organization(self, row: Suggestion) -> str:
        return row.message.conversation.organization.name

    @admin.display(description=_("content"))
    def content_text(self, row: Suggestion) -> str:
        return format_html("<pre>{}</pre>", json.dumps(row.content, indent=1, ensure_ascii=False))
