"""Addresses that staff say are not to be written to."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.services import record_change
from campaigns.addresses import hash_of, normalised
from campaigns.enums import SuppressionReason
from campaigns.errors import CampaignError
from campaigns.models import Suppression


def suppress_address(organization: Organization, user: User, *, address: str) -> Suppression:
    """Write to this address no more, from any campaign. It is kept as a hash alone; safe to do twice.

    The caller checks that `user` administers the organization. Raises CampaignError where it is no address.
    """
    plain = normalised(address)
    if plain is None:
        raise CampaignError(_("This is not a valid e-mail address."))
    with transaction.atomic():
        row, is_new = Suppression.objects.get_or_create(
            organization=organization,
            address_hash=hash_of(organization.pk, plain),
            defaults={"reason": SuppressionReason.ADDED},
        )
        if is_new:
            record_change(organization, user, "suppression.added", suppression=row.pk)
    return row


def lift_suppression(suppression: Suppression, user: User) -> None:
    """Write to it again. Raises CampaignError where the person unsubscribed: that is theirs to undo."""
    if suppression.reason != SuppressionReason.ADDED:
        raise CampaignError(_("Whoever unsubscribed is not written to again."))
    with transaction.atomic():
        record_change(suppression.organization, user, "suppression.lifted", suppression=suppression.pk)
        suppression.delete()
