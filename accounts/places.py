"""The places that menus lead to. Each app offers its own in `ready()`: nothing here names a higher layer."""

from __future__ import annotations

from accounts.actor import Actor
from accounts.roles import Role

_offered: dict[str, Role] = {}


def offer_place(name: str, least: Role) -> None:
    """Show the place in menus to people of at least this role; templates/_places.html holds its link."""
    _offered[name] = least


def places(actor: Actor) -> frozenset[str]:
    """The names of the places that the actor may open."""
    return frozenset(name for name, least in _offered.items() if actor.role.is_at_least(least))
