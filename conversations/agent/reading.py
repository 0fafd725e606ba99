"""Which data source a question is about, and what it means there."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.agent.context import OpenSource, SourceName, TurnContext
from conversations.agent.words import say
from knowledge.planner import plan
from knowledge.planner.plan import Choice, Clarify, Declined, Plan, Planned, Question

# Readings in two sources that are this close are equally good: the asker picks.
TIE = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """The best plan and its source; `source` is None where the source itself is open."""

    plan: Plan
    source: OpenSource | None = None
    choices: tuple[SourceName, ...] = ()  # of a Clarify about the source


def read_question(question: str, context: TurnContext) -> Reading:
    """The source asked for, else the conversation's if it can answer, else the best of all that can."""
    if not context.sources:
        reason = say("no_source", context.language, organization=context.actor.organization_name)
        return Reading(Declined(context.language, reason))
    if context.chosen is not None:
        return _read_chosen(question, context)
    ids = [source.id for source in context.sources]
    if context.current in ids:
        ids.remove(context.current)
        ids.insert(0, context.current)
    readings = []
    for source_id in ids:
        readings.append(read_in(question, context, source_id, suggests=False))
        if source_id == context.current and not isinstance(readings[0].plan, Declined):
            return readings[0]
    best = _best(readings, context)
    if isinstance(best.plan, Declined) and best.source is not None:
        return read_in(question, context, best.source.id)
    return best


def _read_chosen(question: str, context: TurnContext) -> Reading:
    if context.chosen is None or not _is_visible(context, context.chosen):
        return Reading(Declined(context.language, say("source_unknown", context.language)))
    return read_in(question, context, context.chosen)


def _is_visible(context: TurnContext, source_id: int) -> bool:
    return any(source.id == source_id for source in context.sources)


def read_in(question: str, context: TurnContext, source_id: int, *, suggests: bool = True) -> Reading:
    """What the question means in one source that the asker may see."""
    context.check_stopped()
    source = context.open_source(source_id)
    actor = context.actor
    refined = context.previous
    asked = Question(
        text=question,
        now=context.now,
        time_zone=actor.time_zone,
        week_start=actor.week_start,
        language=context.language,
        suggests=suggests,
        owner=actor.external_id,
        previous=refined.query if refined is not None and refined.source_id == source_id else None,
    )
    return Reading(plan(asked, source.model, source.values), source)


def _best(readings: list[Reading], context: TurnContext) -> Reading:
    """Answers before questions back before refusals, then by score. A tie of answers is asked back."""
    rank = {Planned: 2, Clarify: 1, Declined: 0}
    readings = sorted(readings, key=lambda each: (rank[type(each.plan)], each.plan.score), reverse=True)
    best = readings[0]
    tied = [
        each
        for each in readings
        if isinstance(each.plan, Planned) and best.plan.score - each.plan.score <= TIE
    ]
    if isinstance(best.plan, Planned) and len(tied) > 1:
        return _which_source(tied, context)
    return best


def _which_source(tied: list[Reading], context: TurnContext) -> Reading:
    sources = tuple(SourceName(each.source.id, each.source.name) for each in tied if each.source)
    language = tied[0].plan.language
    choices = tuple(Choice(source.name, "") for source in sources)
    return Reading(Clarify(language, say("which_source", language), choices), choices=sources)
