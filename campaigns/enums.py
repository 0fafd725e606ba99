"""The states and kinds of segments, campaigns and deliveries, and which state may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SegmentStatus(TextChoices):
    """How the last refresh of a segment's members went."""

    WAITING = "waiting", _("Being filled")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Refresh failed")
    STOPPED = "stopped", _("Stopped: its author may no longer see this")


class RefreshEvery(TextChoices):
    NEVER = "never", _("Never by itself")
    HOUR = "hour", _("Every hour")
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week")


class Dates(StrEnum):
    """What becomes of the dates of a segment's query at its next refresh."""

    MOVING = "moving"  # "the last 30 days" end then
    FIXED = "fixed"  # they stay those of the query, if it has any
    NONE = "none"  # it has none


class Channel(TextChoices):
    EMAIL = "email", _("E-mail")


class CampaignStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    SENDING = "sending", _("Sending")
    PAUSED = "paused", _("Paused")
    SENT = "sent", _("Sent")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


_S = CampaignStatus
TRANSITIONS: Mapping[CampaignStatus, frozenset[CampaignStatus]] = {
    _S.DRAFT: frozenset({_S.SCHEDULED}),
    _S.SCHEDULED: frozenset({_S.DRAFT, _S.SENDING, _S.CANCELLED, _S.FAILED}),
    _S.SENDING: frozenset({_S.PAUSED, _S.SENT, _S.CANCELLED, _S.FAILED}),
    _S.PAUSED: frozenset({_S.SENDING, _S.CANCELLED}),
    _S.SENT: frozenset({_S.COMPLETED}),
    _S.COMPLETED: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.FAILED: frozenset({_S.DRAFT}),
}
"""Which state may follow which (R-602); every change of state asks this table."""


def sources_of(target: CampaignStatus) -> list[CampaignStatus]:
    """The states that a campaign may be in just before it gets to `target`."""
    return [before for before, after in TRANSITIONS.items() if target in after]


class DeliveryStatus(TextChoices):
    PENDING = "pending", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Skipped")
    IN_DOUBT = "in_doubt", _("In doubt: perhaps sent, not sent again")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_DELIVERIES = (DeliveryStatus.PENDING, DeliveryStatus.CLAIMED)


class Reason(TextChoices):
    """Why a delivery was skipped or failed; never the address, never the server's words."""

    NONE = "", ""
    SUPPRESSED = "suppressed", _("Unsubscribed or suppressed")
    NO_ADDRESS = "no_address", _("No address")
    BAD_ADDRESS = "bad_address", _("Not a valid address")
    SAME_ADDRESS = "same_address", _("Another person with the same address was written to")
    GONE = "gone", _("No longer in the data")
    REFUSED = "refused", _("Refused by the mail server")
    GAVE_UP = "gave_up", _("Not accepted after several tries")


class SuppressionReason(TextChoices):
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    ADDED = "added", _("Added by staff")
