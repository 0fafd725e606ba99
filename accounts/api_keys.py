"""Keys of programs: made once, shown once, kept as a hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.enums import ApiScope
from accounts.models import ApiKey, User
from accounts.services import record, record_change

PREFIX_LENGTH = 12
NOTE_USE_EVERY = dt.timedelta(minutes=1)


def digest_of(key: str) -> str:
    """What is kept of a key. Plain SHA-256 does: 256 random bits can't be guessed, slowly or fast."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_key(
    actor: Actor, *, name: str, scopes: Iterable[str], expires_at: dt.datetime | None = None
) -> tuple[ApiKey, str]:
    """The new key of the actor in their organization, and its text, which is never to be had again.

    Raises ValidationError.
    """
    wanted = sorted(set(scopes))
    if not wanted or set(wanted) - set(ApiScope.values):
        raise ValidationError({"scopes": _("Choose what the key may do.")})
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("This moment has passed.")})
    text = f"ic_{secrets.token_urlsafe(32)}"
    key = ApiKey(
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        name=name,
        prefix=text[:PREFIX_LENGTH],
        digest=digest_of(text),
        scopes=wanted,
        expires_at=expires_at,
    )
    key.full_clean()
    key.save()
    record(actor, "api_key.made", key=key.pk, prefix=key.prefix, scopes=wanted)
    return key, text


def revoke_key(actor: Actor, *, key: ApiKey) -> None:
    """Make it useless from now on; its row stays."""
    if _revoke(key):
        record(actor, "api_key.revoked", key=key.pk, prefix=key.prefix)


def revoke_as_staff(user: User, *, key: ApiKey) -> None:
    """The same by who administers the key's organization."""
    if _revoke(key):
        record_change(key.organization, user, "api_key.revoked", key=key.pk, prefix=key.prefix)


def _revoke(key: ApiKey) -> bool:
    return bool(ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()))


def key_of(text: str) -> ApiKey | None:
    """The living key of this text, its use noted; None for one that is unknown, revoked or expired."""
    now = timezone.now()
    living = ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    key = (
        living.filter(digest=digest_of(text), user__is_active=True)
        .select_related("user", "organization")
        .first()
    )
    if key is None:
        return None
    if key.last_used_at is None or key.last_used_at < now - NOTE_USE_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key
