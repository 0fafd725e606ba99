"""Unsubscribing by a link: signed, without the address in it, and without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from campaigns.enums import SuppressionReason
from campaigns.models import Delivery, Suppression

_signer = signing.Signer(salt="campaigns.unsubscribe")


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """Whose link it is, as far as its page needs to know."""

    delivery_id: int
    organization: str


def unsubscribe_url(delivery_id: int) -> str:
    """The link of one message. Changing SECRET_KEY ends it: keep the old one in SECRET_KEY_FALLBACKS."""
    return f"{settings.SITE_URL}{_path()}{_signer.sign(str(delivery_id))}/"


@cache
def _path() -> str:
    """What stands before the token: looking it up takes longer than all else about a link."""
    return reverse("unsubscribe", args=["0"]).removesuffix("0/")


def read_token(token: str) -> Unsubscribing | None:
    """What a link's token says; None for any that we did not sign, or whose campaign has been deleted."""
    try:
        delivery_id = int(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    delivery = (
        Delivery.objects.filter(pk=delivery_id)
        .exclude(address_hash="")
        .values_list("campaign__organization__name", flat=True)
        .first()
    )
    return Unsubscribing(delivery_id, delivery) if delivery is not None else None


@transaction.atomic
def unsubscribe(delivery_id: int) -> None:
    """Suppress the address of a delivery for its organization. Safe to do twice."""
    delivery = Delivery.objects.select_related("campaign").get(pk=delivery_id)
    Delivery.objects.filter(pk=delivery_id, unsubscribed_at=None).update(unsubscribed_at=Now())
    Suppression.objects.get_or_create(
        organization_id=delivery.campaign.organization_id,
        address_hash=delivery.address_hash,
        defaults={"reason": SuppressionReason.UNSUBSCRIBED, "campaign": delivery.campaign},
    )
