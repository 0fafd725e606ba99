"""The states and kinds of the chat, and which state may follow which."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContextType(TextChoices):
    ANALYTICS = "analytics", _("Analytics")
    CAMPAIGN = "campaign", _("Campaign")
    STRATEGY = "strategy", _("Strategy")
    CONTENT = "content", _("Content")


class TurnStatus(TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")
    INTERRUPTED = "interrupted", _("Interrupted")

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATUSES


OPEN_STATUSES = frozenset({TurnStatus.QUEUED, TurnStatus.RUNNING})

# The only legal steps. Each is one conditional UPDATE, so whoever comes second changes nothing.
TRANSITIONS: dict[TurnStatus, frozenset[TurnStatus]] = {
    TurnStatus.QUEUED: frozenset({TurnStatus.RUNNING, TurnStatus.STOPPED, TurnStatus.INTERRUPTED}),
    TurnStatus.RUNNING: frozenset(
        {TurnStatus.COMPLETED, TurnStatus.STOPPED, TurnStatus.FAILED, TurnStatus.INTERRUPTED}
    ),
    TurnStatus.COMPLETED: frozenset(),
    TurnStatus.STOPPED: frozenset(),
    TurnStatus.FAILED: frozenset(),
    TurnStatus.INTERRUPTED: frozenset(),
}


def statuses_before(status: TurnStatus) -> list[TurnStatus]:
    """From where a turn may come to this status."""
    return [before for before, after in TRANSITIONS.items() if status in after]


class MessageRole(TextChoices):
    USER = "user", _("Person")
    ASSISTANT = "assistant", _("Assistant")


class Source(TextChoices):
    """Who wrote an answer."""

    PLANNER = "planner", _("Planner")
    MODEL = "model", _("Model")


class Trust(TextChoices):
    VERIFIED = "verified", _("Verified")
    CHECKED = "checked", _("Checked")
    UNSURE = "unsure", _("Unsure")


class ToolCallStatus(TextChoices):
    OK = "ok", _("Done")
    FAILED = "failed", _("Failed")


class Thumbs(TextChoices):
    UP = "up", _("Helpful")
    DOWN = "down", _("Not helpful")


class SuggestionKind(TextChoices):
    """The contents of each stand in contents.py."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    SOCIAL = "social", _("Social post")
    STRATEGY = "strategy", _("Strategy")
    AUDIENCE = "audience", _("Audience")
    SEGMENT = "segment", _("Segment")
    CAMPAIGN = "campaign", _("Campaign")


class SuggestionStatus(TextChoices):
    PENDING = "pending", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Dismissed")
    APPLIED = "applied", _("Applied")


# Whoever dismissed one may still take it up again; what was made of one stays made.
SUGGESTION_STEPS: dict[SuggestionStatus, frozenset[SuggestionStatus]] = {
    SuggestionStatus.PENDING: frozenset(
        {SuggestionStatus.ACCEPTED, SuggestionStatus.REJECTED, SuggestionStatus.APPLIED}
    ),
    SuggestionStatus.ACCEPTED: frozenset({SuggestionStatus.REJECTED, SuggestionStatus.APPLIED}),
    SuggestionStatus.REJECTED: frozenset({SuggestionStatus.ACCEPTED, SuggestionStatus.APPLIED}),
    SuggestionStatus.APPLIED: frozenset(),
}
