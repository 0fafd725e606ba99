"""What a click on a suggestion makes, by its kind. Whoever clicks needs the right to it at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import Role
from campaigns import errors as campaigns
from campaigns.enums import Channel
from campaigns.models import Segment
from campaigns.services import create_campaign, create_segment
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
    """The words and the query they were read as, so that "the last 30 days" end with the click.

    Only the planner's answers: what a model proposes is the SQL on the card.
    """
    payload = row.message.payload
    if row.message.source != Source.PLANNER or "segment_question" not in payload:
        return "", None
    query = query_from_json(payload.get("query"))
    return (payload["segment_question"], query) if query is not None else ("", None)


def _make_campaign(actor: Actor, row: Suggestion) -> Made:
    """A draft to the segment that was made of the same answer's card; nothing is sent."""
    segment = _segment_made(actor, row)
    if row.kind == SuggestionKind.EMAIL:
        name = _("E-mail to: %(segment)s") % {"segment": segment.name}
        channel, content = Channel.EMAIL.value, row.content
    else:
        name, channel, content = row.content["name"], row.content["channel"], row.content["content"]
    made = create_campaign(actor, name=name[:200], segment=segment, content=content, channel=channel)
    return Made(SuggestionKind.CAMPAIGN, str(made.pk))


def _segment_made(actor: Actor, row: Suggestion) -> Segment:
    """Raises InputInvalid where the segment is not there any more, or not the actor's to see."""
    key = row.segment.applied_id if row.segment is not None else ""
    segment = Segment.objects.visible_to(actor).filter(pk=key).first() if key else None
    if segment is None:
        raise InputInvalid(_("The segment that this was for is not there any more: ask for it again."))
    return segment


Maker = Callable[[Actor, Suggestion], Made]
MAKERS: dict[str, Maker] = {
    SuggestionKind.SEGMENT: _make_segment,
    SuggestionKind.EMAIL: _make_campaign,
    SuggestionKind.CAMPAIGN: _make_campaign,
}

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
    if row.kind == SuggestionKind.SEGMENT:
        return
    if row.content.get("channel", Channel.EMAIL) not in Channel.values:
        raise InputInvalid(_("Only e-mail can be sent from here: copy what you need."))
    if row.segment_id is None:
        raise InputInvalid(_("A campaign needs a segment: ask for both in one question."))


def make(actor: Actor, row: Suggestion) -> Made:
    """Make it. Call check_applicable first. Raises NotFound, NotAllowed, InputInvalid."""
    with told_as_ours():
        return MAKERS[row.kind](actor, row)


@contextmanager
def told_as_ours() -> Iterator[None]:
    """What the layers below refuse, as the chat's own errors. Raises NotFound, NotAllowed, InputInvalid."""
    try:
        yield
    except SourceNotFound as error:
        raise NotFound(error.message) from error
    except campaigns.NotFound as error:
        raise NotFound(error.message) from error
    except campaigns.NotAllowed as error:
        raise NotAllowed(error.message) from error
    except (campaigns.CampaignError, GuardRefusal, QueryFailed) as error:
        raise InputInvalid(error.message) from error


# Where what was made has its page.
PAGES: dict[str, str] = {
    SuggestionKind.SEGMENT: "campaigns:segment",
    SuggestionKind.CAMPAIGN: "campaigns:campaign",
}


def url_of(made: Made) -> str:
    """The page of what was made, "" where there is none."""
    try:
        return reverse(PAGES[made.kind], args=[made.id])
    except NoReverseMatch:
        return ""
