"""Reads of segments and campaigns, each within what the actor may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from accounts.roles import Role
from campaigns.enums import CampaignStatus, DeliveryStatus, SegmentStatus

if TYPE_CHECKING:
    from accounts.actor import Actor
    from campaigns.models import Campaign, Delivery, Segment, SegmentMember, Suppression  # noqa: F401


def _of_sources_for(actor: Actor, path: str) -> Q:
    """Of a source that is no person's alone, or the actor's own."""
    return Q(**{f"{path}__owner": None}) | Q(**{f"{path}__owner": actor.user_id})


class SegmentQuerySet(QuerySet["Segment"]):
    def visible_to(self, actor: Actor) -> SegmentQuerySet:
        """None for viewers; a user's own; the organization's for those who see everybody's rows."""
        if not actor.role.is_at_least(Role.USER):
            return self.none()
        mine = self.filter(_of_sources_for(actor, "source"), organization=actor.organization_id)
        return mine if actor.sees_every_owner else mine.filter(created_by=actor.user_id)

    def matching(self, text: str) -> SegmentQuerySet:
        """Those that hold the text in name, description or question; all for ""."""
        if not text:
            return self
        return self.filter(
            Q(name__icontains=text) | Q(description__icontains=text) | Q(question__icontains=text)
        )

    def due(self) -> SegmentQuerySet:
        """Segments whose next refresh is due, by the database's clock."""
        return self.filter(next_refresh_at__lte=Now()).exclude(status=SegmentStatus.STOPPED)


class SegmentMemberQuerySet(QuerySet["SegmentMember"]):
    def visible_to(self, actor: Actor) -> SegmentMemberQuerySet:
        # At the call: the model needs this file.
        from campaigns.models import Segment

        return self.filter(segment__in=Segment.objects.visible_to(actor))


class CampaignQuerySet(QuerySet["Campaign"]):
    def visible_to(self, actor: Actor) -> CampaignQuerySet:
        """The organization's for managers and above, nobody else's."""
        if not actor.role.is_at_least(Role.MANAGER):
            return self.none()
        return self.filter(_of_sources_for(actor, "segment__source"), organization=actor.organization_id)

    def matching(self, text: str) -> CampaignQuerySet:
        """Those that hold the text in their name or their segment's; all for ""."""
        return self.filter(Q(name__icontains=text) | Q(segment__name__icontains=text)) if text else self

    def due(self) -> CampaignQuerySet:
        """Scheduled campaigns whose time has come, by the database's clock."""
        return self.filter(status=CampaignStatus.SCHEDULED, scheduled_at__lte=Now())

    def with_progress(self) -> CampaignQuerySet:
        """Annotated with counts of deliveries: `people` and one for each state, as `count_sent`; and
        `count_unsubscribed`.
        """
        counts = {
            f"count_{status.value}": Count("deliveries", filter=Q(deliveries__status=status))
            for status in DeliveryStatus
        }
        unsubscribed = Count("deliveries", filter=Q(deliveries__unsubscribed_at__isnull=False))
        return self.annotate(people=Count("deliveries"), count_unsubscribed=unsubscribed, **counts)


class DeliveryQuerySet(QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> DeliveryQuerySet:
        # At the call: the model needs this file.
        from campaigns.models import Campaign

        return self.filter(campaign__in=Campaign.objects.visible_to(actor))


class SuppressionQuerySet(QuerySet["Suppression"]):
    def visible_to(self, actor: Actor) -> SuppressionQuerySet:
        if not actor.role.is_at_least(Role.MANAGER):
            return self.none()
        return self.filter(organization=actor.organization_id)
