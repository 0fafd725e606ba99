"""As whom a query is kept ready: somebody who asked it, as long as they are who they were then."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.actor import Actor
from accounts.models import Membership
from accounts.services import actor_for


def actors_of(organization_id: int, users: Iterable[int]) -> dict[int, Actor]:
    """Those of the people who belong to the organization today and may sign in, by their ids. One query."""
    memberships = Membership.objects.active().select_related("user", "organization")
    found = memberships.filter(organization=organization_id, user__in=set(users))
    return {membership.user_id: actor_for(membership) for membership in found}


def is_still(actor: Actor) -> bool:
    """Whether nothing has changed about the person since the actor was made."""
    return actors_of(actor.organization_id, [actor.user_id]).get(actor.user_id) == actor
