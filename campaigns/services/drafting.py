"""Campaigns while they are drafts: made, changed, duplicated, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import Role
from accounts.services import record
from campaigns.content import check_content
from campaigns.enums import CampaignStatus, Channel
from campaigns.errors import CampaignError, WrongState
from campaigns.models import Campaign, Segment
from campaigns.rendering import check_renders
from campaigns.rights import campaign_for, check_role, segment_for


def create_campaign(
    actor: Actor,
    *,
    name: str,
    segment: Segment,
    content: Mapping[str, Any],
    channel: str = Channel.EMAIL,
) -> Campaign:
    """A draft. Raises NotAllowed, NotFound (the segment), ContentInvalid, CampaignError."""
    check_role(actor, Role.MANAGER)
    campaign = Campaign(
        organization_id=actor.organization_id,
        segment=segment_for(actor, segment),
        created_by_id=actor.user_id,
        name=_checked_name(name),
        channel=_checked_channel(channel),
        content=_checked_content(content),
    )
    with transaction.atomic():
        campaign.save()
        record(actor, "campaign.created", campaign=campaign.pk, name=campaign.name, segment=segment.pk)
    return campaign


def update_draft(
    actor: Actor,
    campaign: Campaign,
    *,
    name: str | None = None,
    segment: Segment | None = None,
    content: Mapping[str, Any] | None = None,
) -> Campaign:
    """The draft with what is given changed; None leaves a thing as it is.

    Raises NotAllowed, NotFound, ContentInvalid, CampaignError, WrongState where it is no draft any more.
    """
    campaign = campaign_for(actor, campaign)
    changes: dict[str, Any] = {}
    if name is not None:
        changes["name"] = _checked_name(name)
    if segment is not None:
        changes["segment"] = segment_for(actor, segment)
    if content is not None:
        changes["content"] = _checked_content(content)
    with transaction.atomic():
        _lock_draft(campaign)
        for field, value in changes.items():
            setattr(campaign, field, value)
        campaign.save(update_fields=[*changes, "updated_at"])
        record(actor, "campaign.changed", campaign=campaign.pk, fields=sorted(changes))
    return campaign


def duplicate(actor: Actor, campaign: Campaign) -> Campaign:
    """A draft that says the same to the same segment. Raises NotAllowed, NotFound."""
    campaign = campaign_for(actor, campaign)
    name = _("%(name)s (copy)") % {"name": campaign.name}
    return create_campaign(
        actor,
        name=name[:200],
        segment=campaign.segment,
        content=campaign.content,
        channel=campaign.channel,
    )


def delete_draft(actor: Actor, campaign: Campaign) -> None:
    """Raises NotAllowed, NotFound, WrongState: what has been sent is kept."""
    campaign = campaign_for(actor, campaign)
    with transaction.atomic():
        _lock_draft(campaign)
        record(actor, "campaign.deleted", campaign=campaign.pk, name=campaign.name)
        campaign.delete()


def _lock_draft(campaign: Campaign) -> None:
    locked = Campaign.objects.select_for_update().filter(pk=campaign.pk, status=CampaignStatus.DRAFT)
    if not locked.exists():
        raise WrongState(_("Only a draft can be changed or deleted."))


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 200:
        raise CampaignError(_("Give a name of at most 200 characters."))
    return name


def _checked_channel(channel: str) -> str:
    if channel not in Channel.values:
        raise CampaignError(_("There is no such channel."))
    return channel


def _checked_content(content: Mapping[str, Any]) -> dict[str, str]:
    kept = check_content(content)
    check_renders(kept)
    return kept
