"""Everything that writes people, organizations and the audit log, and who acts for whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.clashes import retried_after_clash
from accounts.models import AuditEntry, Membership, Organization, User
from accounts.roles import Role


class NoMembership(Exception):
    """The person belongs to no organization, or not to the one named; `message` is fit for them."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def make_organization(
    slug: str, *, name: str | None = None, external_id: str | None = None, **settings: Any
) -> Organization:
    """The organization of this slug, made or updated; None leaves a value as it is.

    Raises ValidationError for a bad slug or setting (time_zone, week_start, currency).
    """
    validate_slug(slug)
    organization = Organization.objects.filter(slug=slug).first() or Organization(
        slug=slug, name=name or slug
    )
    wanted = {"name": name, "external_id": external_id, **settings}
    for field, value in wanted.items():
        if value is not None:
            setattr(organization, field, value)
    organization.full_clean()
    organization.save()
    return organization


@transaction.atomic
def make_member(
    email: str,
    *,
    organization: Organization,
    role: str,
    external_id: str | None = None,
    password: str | None = None,
    **fields: Any,
) -> Membership:
    """The membership of this e-mail's person, both made or updated; None leaves a value as it is.

    A new person without a password can't sign in until they set one. Raises ValidationError.
    """
    validate_email(email)
    if role not in Role.values:
        raise ValidationError(_("%(role)s is not a role.") % {"role": role})
    user = User.objects.filter(email__iexact=email).first() or User(email=email.lower())
    for field, value in fields.items():
        setattr(user, field, value)
    if password is not None:
        user.set_password(password)
    elif user.pk is None:
        user.set_unusable_password()
    user.current_organization = user.current_organization or organization
    user.save()
    defaults = {"role": role} | ({} if external_id is None else {"external_id": external_id})
    membership, created = Membership.objects.update_or_create(
        user=user, organization=organization, defaults=defaults
    )
    record_change(organization, user, "member.added" if created else "member.changed", role=role)
    return membership


def membership_for(user: User, organization_slug: str = "") -> Membership:
    """The membership a person acts under: the named one, else the current one, else the only or first.

    Raises NoMembership.
    """
    memberships = Membership.objects.filter(user=user).select_related("organization").order_by("pk")
    if organization_slug:
        chosen = memberships.filter(organization__slug=organization_slug).first()
    else:
        chosen = memberships.filter(organization=user.current_organization_id).first() or memberships.first()
    if chosen is None:
        raise NoMembership(_("%(person)s belongs to no such organization.") % {"person": user.email})
    chosen.user = user
    return chosen


def actor_for(membership: Membership, *, language: str = "") -> Actor:
    """The frozen actor of a membership; `language` where the request tells more than the profile."""
    user, organization = membership.user, membership.organization
    return Actor(
        user_id=user.pk,
        email=user.email,
        name=user.get_full_name(),
        organization_id=organization.pk,
        organization_slug=organization.slug,
        organization_name=organization.name,
        role=Role(membership.role),
        organization_external_id=organization.external_id or None,
        external_id=membership.external_id or None,
        language=language or user.language,
        time_zone=user.time_zone or organization.time_zone,
        week_start=organization.week_start,
        currency=organization.currency,
    )


def actor_by_email(email: str, *, organization_slug: str = "") -> Actor:
    """The actor a command acts for. Raises NoMembership, also where the choice of organization is open."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise NoMembership(_("There is no person %(email)s.") % {"email": email})
    if not organization_slug and user.memberships.count() > 1:
        slugs = ", ".join(user.memberships.order_by("pk").values_list("organization__slug", flat=True))
        raise NoMembership(
            _("%(email)s belongs to several organizations (%(slugs)s): name one with --organization.")
            % {"email": email, "slugs": slugs}
        )
    return actor_for(membership_for(user, organization_slug))


def switch_organization(user: User, *, organization: Organization) -> None:
    """Make it the one the person acts for from now on. Raises NoMembership where they don't belong."""
    membership_for(user, organization.slug)
    user.current_organization = organization
    user.save(update_fields=["current_organization"])


def set_profile_language(user: User, *, language: str) -> None:
    """Make it the language of the person's pages and answers; one the site doesn't have is left alone."""
    if language in dict(settings.LANGUAGES):
        user.language = language
        user.save(update_fields=["language"])


@retried_after_clash
def record(actor: Actor, action: str, **details: Any) -> AuditEntry:
    """Add to the audit log what an actor did. Details hold ids and words, never secrets or rows."""
    return AuditEntry.objects.create(
        organization_id=actor.organization_id, user_id=actor.user_id, action=action, details=details
    )


def record_change(
    organization: Organization | None, user: User | None, action: str, **details: Any
) -> AuditEntry:
    """The same for what is done outside a turn: by a command (no person) or in the admin."""
    return AuditEntry.objects.create(organization=organization, user=user, action=action, details=details)
