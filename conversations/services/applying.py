"""What a click on a suggestion makes, by its kind. Whoever clicks needs the right to it at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import Role
from campaigns import errors as campaigns
from campaigns.services import create_segment
from conversations.agent.intent import segment_wish
from conversations.enums import Source, SuggestionKind
from conversations.errors import InputInvalid, NotAllowed, NotFound
from conversations.models import Suggestion
from knowledge.semantic.memory import query_from_json
from knowledge.semantic.query import SemanticQuery
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.models import DataSource
from querying.results import QueryFailed


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: "segment" or "campaign", and its id."""

    kind: str
    id: str


def _make_segment(actor: Actor, row: Suggestion) -> Made:
    """The people of the card: by the meaning of the words where they were understood, else by its SQL."""
    sources = DataSource.objects.visible_to(actor)
    source = sources.filter(pk=row.data_source_id).first() if row.data_source_id is not None else None
    if source is None:
        raise NotFound(_("There is no such data source."))
    words, query = _understood(row)
    segment = create_segment(
        actor,
        source=source,
        name=row.content["name"],
        sql=row.content["query"],
        query=query,
        question=words,
    )
    return Made(SuggestionKind.SEGMENT, str(segment.pk))


def _understood(row: Suggestion) -> tuple[str, SemanticQuery | None]:
    """The words and the query they were read as, so that "the last 30 days" can move with each refresh.

    Only the planner's answers: what a model proposes beside its own answer is the SQL on the card.
    """
    answer = row.message
    wish = segment_wish(answer.reply_to.text) if answer.reply_to is not None else None
    if answer.source != Source.PLANNER or wish is None:
        return "", None
    query = query_from_json(answer.payload.get("query"))
    return (wish.people, query) if query is not None else ("", None)


Maker = Callable[[Actor, Suggestion], Made]
MAKERS: dict[str, Maker] = {SuggestionKind.SEGMENT: _make_segment}

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
    """Make it. Call check_applicable first. Raises NotFound, NotAllowed, InputInvalid."""
    try:
        return MAKERS[row.kind](actor, row)
    except SourceNotFound as error:
        raise NotFound(error.message) from error
    except campaigns.NotFound as error:
        raise NotFound(error.message) from error
    except campaigns.NotAllowed as error:
        raise NotAllowed(error.message) from error
    except (campaigns.CampaignError, GuardRefusal, QueryFailed) as error:
        raise InputInvalid(error.message) from error


def url_of(made: Made) -> str:
    """The page of what was made, "" where there is none."""
    return ""
