"""What SQL a segment stands for at a moment, and whom it names in the source's audience."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from campaigns.enums import Dates
from campaigns.errors import SegmentInvalid
from knowledge.planner import plan
from knowledge.planner.plan import Planned, Question
from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.memory import query_from_json
from knowledge.semantic.model import Join, People, SemanticModel
from knowledge.semantic.query import ColumnField, SemanticQuery
from knowledge.services import semantic_model, value_index
from querying.models import DataSource
from querying.services import MUCH_LATER, PersonKey, asks_the_clock


def moment(actor: Actor) -> dt.datetime:
    """What "now" means for this actor's queries."""
    return (settings.COPILOT_FROZEN_NOW or timezone.now()).astimezone(ZoneInfo(actor.time_zone))


def people_of(actor: Actor, source: DataSource) -> People:
    """Who can be written to. Raises SegmentInvalid where nobody has said so, SourceNotFound."""
    people = semantic_model(actor, source).audience
    if people is None:
        raise SegmentInvalid(
            _("Nobody has said who can be written to in %(source)s, or you may not see who is who.")
            % {"source": source.name}
        )
    return people


def key_of(people: People, joins: Iterable[Join] = ()) -> PersonKey:
    """Where they stand, and which columns `joins` lead there from: a segment may hold one of these."""
    led = frozenset(
        (join.from_table, join.on[0][0])
        for join in joins
        if join.to_table == people.table and len(join.on) == 1 and join.on[0][1] == people.id
    )
    return PersonKey(people.table, people.id, led)


def key_in(actor: Actor, source: DataSource) -> PersonKey:
    """The key of who can be written to, with all that leads to it. Raises as `people_of`."""
    return key_of(people_of(actor, source), semantic_model(actor, source).joins.values())


def people_query(query: SemanticQuery, people: People) -> SemanticQuery:
    """A list of people cut down to their keys; any other query as it is."""
    if query.measures or query.table != people.table:
        return query
    order = query.order if query.limit is not None else ()
    key = ColumnField(people.table, people.id)
    if order:  # it may be by one of the columns, so they stay
        return dataclasses.replace(query, columns=(*query.columns, key))
    return dataclasses.replace(query, columns=(key,), order=(), distinct=False)


def compile_people(actor: Actor, source: DataSource, query: SemanticQuery) -> str:
    """The SQL of a semantic query about people. Raises SegmentInvalid with the compiler's sentence."""
    model = semantic_model(actor, source)
    try:
        compiled = compile_query(
            people_query(query, people_of(actor, source)),
            model,
            time_zone=actor.time_zone,
            week_start=actor.week_start,
            language=actor.language,
        )
    except CannotCompile as refusal:
        raise SegmentInvalid(refusal.message) from None
    return compiled.sql


def read_again(
    actor: Actor, source: DataSource, question: str, query: SemanticQuery, clock: dt.datetime
) -> SemanticQuery | None:
    """The query that the words mean at `clock`; None where they no longer mean the same but for dates."""
    model: SemanticModel = semantic_model(actor, source)
    asked = Question(
        text=question,
        now=clock,
        time_zone=actor.time_zone,
        week_start=actor.week_start,
        language=actor.language,
        owner=actor.external_id,
        suggests=False,
    )
    read = plan(asked, model, value_index(actor, source))
    if isinstance(read, Planned) and _dateless(read.query) == _dateless(query):
        return read.query
    return None


def dates_of(
    actor: Actor,
    source: DataSource,
    sql: str,
    query: SemanticQuery | None,
    question: str,
    clock: dt.datetime,
) -> Dates:
    """What the next refresh makes of the dates: it reads `question` anew, else it runs `sql` as it stands."""
    if query is None or not _has_dates(query):
        # A named filter of the knowledge base may say now() too.
        moving = asks_the_clock(actor=actor, source=source, sql=sql, clock=clock)
        still = Dates.FIXED if query is None else Dates.NONE
        return Dates.MOVING if moving else still
    later = read_again(actor, source, question, query, clock + MUCH_LATER) if question else None
    return Dates.MOVING if later is not None and later != query else Dates.FIXED


def stored_query(data: Any) -> SemanticQuery:
    """The query of its JSON. Raises SegmentInvalid where it is of another version."""
    query = query_from_json(data)
    if query is None:
        raise SegmentInvalid(_("The stored query can no longer be read: make the segment anew."))
    return query


def _dateless(value: Any) -> Any:
    """The query with every moment in it replaced, so that two that differ in dates alone are equal."""
    if isinstance(value, dt.date):  # a datetime is one too
        return "date"
    if isinstance(value, tuple):
        return tuple(_dateless(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return (type(value).__name__, *(_dateless(getattr(value, field.name)) for field in fields))
    return value


def _has_dates(value: Any) -> bool:
    if isinstance(value, dt.date):
        return True
    if isinstance(value, tuple):
        return any(map(_has_dates, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return any(_has_dates(getattr(value, field.name)) for field in dataclasses.fields(value))
    return False
