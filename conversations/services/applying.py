"""What a click on a suggestion makes, by its kind. Whoever clicks needs the right to it at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import Role
from conversations.enums import SuggestionKind
from conversations.errors import InputInvalid, NotAllowed
from conversations.models import Suggestion


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: "segment" or "campaign", and its id."""

    kind: str
    id: str


Maker = Callable[[Actor, Suggestion], Made]
MAKERS: dict[str, Maker] = {}

ROLES: dict[str, Role] = {
    SuggestionKind.SEGMENT: Role.USER,
    SuggestionKind.EMAIL: Role.MANAGER,
    SuggestionKind.CAMPAIGN: Role.MANAGER,
}


def check_applicable(actor: Actor, row: Suggestion) -> None:
    """Raises InputInvalid where nothing can be made of this kind, NotAllowed where the actor may not."""
    if row.kind not in MAKERS:
        raise InputInvalid(_("Nothing can be made of this suggestion: copy what you need."))
    role = ROLES[row.kind]
    if not actor.role.is_at_least(role):
        raise NotAllowed(
            _("Your role, %(role)s, may not create this: it takes at least %(needed)s.")
            % {"role": actor.role.label, "needed": role.label}
        )


def make(actor: Actor, row: Suggestion) -> Made:
    """Make it. Call check_applicable first."""
    return MAKERS[row.kind](actor, row)


def url_of(made: Made) -> str:
    """The page of what was made, "" where there is none."""
    return ""
