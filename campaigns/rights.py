"""Who may do what with segments and campaigns, asked anew at each write."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership, Organization, User
from accounts.roles import Role
from accounts.services import actor_for
from campaigns.errors import NotAllowed, NotFound
from campaigns.models import Campaign, Segment


def check_role(actor: Actor, least: Role) -> None:
    """Raises NotAllowed where the actor's role is lower."""
    if not actor.role.is_at_least(least):
        raise NotAllowed(
            _("Your role, %(role)s, may not do this: it takes at least %(needed)s.")
            % {"role": actor.role.label, "needed": least.label}
        )


def segment_for(actor: Actor, segment: Segment) -> Segment:
    """The segment as it stands now. Raises NotAllowed, NotFound."""
    check_role(actor, Role.USER)
    found = Segment.objects.visible_to(actor).filter(pk=segment.pk).first()
    if found is None:
        raise NotFound
    return found


def campaign_for(actor: Actor, campaign: Campaign) -> Campaign:
    """The campaign as it stands now. Raises NotAllowed, NotFound."""
    check_role(actor, Role.MANAGER)
    found = (
        Campaign.objects.visible_to(actor).select_related("segment__source").filter(pk=campaign.pk).first()
    )
    if found is None:
        raise NotFound
    return found


def acting_member(user: User | None, organization: Organization, least: Role) -> Actor | None:
    """The actor that a person is in an organization today; None where they no longer may do this."""
    if user is None:
        return None
    membership = (
        Membership.objects.active()
        .select_related("user", "organization")
        .filter(user=user, organization=organization)
        .first()
    )
    actor = actor_for(membership) if membership else None
    return actor if actor and actor.role.is_at_least(least) else None


def reader_of_addresses(actor: Actor) -> Actor:
    """The same organization's view with personal data unmasked: for sending, never for showing."""
    return dataclasses.replace(actor, role=Role.ADMIN)
