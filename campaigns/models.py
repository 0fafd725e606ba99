"""Segments and their members, campaigns and their deliveries, and who is not to be written to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from campaigns.enums import (
    CampaignStatus,
    Channel,
    DeliveryStatus,
    Reason,
    RefreshEvery,
    SegmentStatus,
    SuppressionReason,
)
from campaigns.querysets import (
    CampaignQuerySet,
    DeliveryQuerySet,
    SegmentMemberQuerySet,
    SegmentQuerySet,
    SuppressionQuerySet,
)
from querying.models import DataSource

KEY_LENGTH = 200
"""Characters of a person's key: what the audience's id column holds, as text."""


class Segment(models.Model):
    """People of a data source's audience who match a query, as of the last refresh.

    `query` is the semantic query's JSON where the segment came from one, `question` the words it was read
    from: with both, a refresh reads the words again, so that "the last 30 days" end with the refresh.
    """

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="segments"
    )
    source = models.ForeignKey(
        DataSource, verbose_name=_("data source"), on_delete=models.CASCADE, related_name="segments"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    sql = models.TextField(_("SQL"))
    query = models.JSONField(_("semantic query"), null=True, blank=True)
    question = models.TextField(_("question"), blank=True)
    id_column = models.CharField(_("id column"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=SegmentStatus.choices, default=SegmentStatus.WAITING
    )
    error = models.CharField(_("last error"), max_length=300, blank=True)
    member_count = models.PositiveIntegerField(_("members"), null=True)
    added_count = models.PositiveIntegerField(_("added by the last refresh"), null=True)
    removed_count = models.PositiveIntegerField(_("removed by the last refresh"), null=True)
    refreshed_at = models.DateTimeField(_("refreshed"), null=True)
    refresh_every = models.CharField(
        _("refresh"), max_length=10, choices=RefreshEvery.choices, default=RefreshEvery.NEVER
    )
    next_refresh_at = models.DateTimeField(_("next refresh"), null=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_people_segment_per_name")
        ]
        indexes: ClassVar[list[models.Index]] = [
            # The schedule: segments whose refresh is due.
            models.Index(
                fields=["next_refresh_at"],
                name="segment_due",
                condition=Q(next_refresh_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SegmentMember(models.Model):
    """One person of a segment: the key alone, nothing personal."""

    segment = models.ForeignKey(
        Segment, verbose_name=_("segment"), on_delete=models.CASCADE, related_name="members"
    )
    person_key = models.CharField(_("person"), max_length=KEY_LENGTH)

    objects = SegmentMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["segment", "person_key"], name="one_member_per_person")
        ]

    def __str__(self) -> str:
        return self.person_key


class Campaign(models.Model):
    """What is written to a segment's members, and how far it has got. States change by the table in enums."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="campaigns"
    )
    segment = models.ForeignKey(
        Segment, verbose_name=_("segment"), on_delete=models.PROTECT, related_name="campaigns"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Whose rights the sending stands on: looked up anew when it starts.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=200)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    content = models.JSONField(_("content"), default=dict)
    status = models.CharField(
        _("status"), max_length=10, choices=CampaignStatus.choices, default=CampaignStatus.DRAFT
    )
    error = models.CharField(_("why it failed"), max_length=300, blank=True)
    scheduled_at = models.DateTimeField(_("scheduled for"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            # An organization's list, newest first.
            models.Index(fields=["organization", "-created_at"], name="campaign_by_organization"),
            # The schedule and the senders: what is due, what is under way.
            models.Index(
                fields=["status", "scheduled_at"],
                name="campaign_under_way",
                condition=Q(status__in=["scheduled", "sending", "sent"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to one person of a campaign; there is never a second row for the two.

    A worker claims rows by `claim` until `lease_expires_at`, and goes through them by id. The address is kept
    as a hash only (campaigns.addresses), by which an unsubscribe link suppresses without holding it.
    """

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE, related_name="deliveries"
    )
    person_key = models.CharField(_("person"), max_length=KEY_LENGTH)
    status = models.CharField(
        _("status"), max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING
    )
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    lease_expires_at = models.DateTimeField(null=True, editable=False)
    address_hash = models.CharField(max_length=64, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "person_key"], name="one_delivery_per_person")
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Claiming: the first waiting rows of a campaign.
            models.Index(fields=["campaign", "id"], name="delivery_waiting", condition=Q(status="pending")),
            # Sweeping: claims whose lease has run out.
            models.Index(fields=["lease_expires_at"], name="delivery_claimed", condition=Q(status="claimed")),
            # Whether an address has had the campaign already, under another key.
            models.Index(
                fields=["campaign", "address_hash"], name="delivery_by_address", condition=~Q(address_hash="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.person_key}"


class Suppression(models.Model):
    """An address that an organization does not write to, as a hash: it outlives what else is known of it."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="suppressions"
    )
    address_hash = models.CharField(_("address (hashed)"), max_length=64)
    reason = models.CharField(_("reason"), max_length=16, choices=SuppressionReason.choices)
    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("campaign"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "address_hash"], name="one_suppression_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address_hash[:12]}…"
