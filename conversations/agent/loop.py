"""One question, one path: every question is answered here, by the planner first, by a model for the rest.

A synchronous generator of events, without Django: socket, command line and tests drain the same one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conversations.agent.context import Stopped, TurnContext
from conversations.agent.definition_path import find_definition
from conversations.agent.events import Event, MessageCompleted, MessageStarted, Stage
from conversations.agent.intent import segment_wish
from conversations.agent.model_path import answer_by_model
from conversations.agent.planner_path import answer_by_plan, ask_back, decline
from conversations.agent.reading import Reading, read_question
from conversations.agent.segment_path import answer_segment
from conversations.agent.small_talk import answer_small_talk, beyond_us, small_talk
from conversations.agent.verified_path import answer_verified, verified_match
from conversations.agent.words import say
from knowledge.planner.plan import Clarify, Declined, Planned
from knowledge.semantic.compiled import CannotCompile


def answer(question: str, context: TurnContext) -> Iterator[Event]:
    """The events of an answer; the last is `message.completed`, in every case but a bug of ours."""
    try:
        yield from _answer(question, context)
    except Stopped:
        yield MessageCompleted(status="stopped", latency_ms=context.elapsed_ms())


def _answer(question: str, context: TurnContext) -> Iterator[Event]:
    yield MessageStarted(source="planner")
    yield Stage("understanding", say("understanding", context.language))
    talk = small_talk(question)
    if talk is not None:
        yield from answer_small_talk(talk, context)
        return
    if context.attached and context.stream is not None:
        # About a query: nothing that the planner knows.
        reading = read_question(question, context)
        if reading.source is not None:
            context.note("language", reading.plan.language)
            yield from answer_by_model(question, reading, context)
            return
    wish = segment_wish(question)
    if wish is not None and context.sources and not context.wants_model:
        yield from answer_segment(question, wish, context)
        return
    verified = verified_match(question, context)
    if verified is not None and (answered := answer_verified(question, verified, context)) is not None:
        context.note("language", verified.language)
        yield from answered
        return
    if (defined := find_definition(question, context)) is not None:
        yield from defined
        return
    reading = read_question(question, context)
    context.check_stopped()
    context.note("language", reading.plan.language)
    if context.wants_model and context.stream is not None and reading.source is not None:
        yield from answer_by_model(question, reading, context)
        return
    match reading.plan:
        case Planned():
            yield from _answer_planned(question, reading, context)
        case Clarify():
            yield from ask_back(reading.plan, context, _source_choices(question, reading))
        case Declined() if context.stream is not None and reading.source is not None:
            yield from answer_by_model(question, reading, context)
        case Declined():
            yield from decline(beyond_us(reading.plan, question), context)


def _answer_planned(question: str, reading: Reading, context: TurnContext) -> Iterator[Event]:
    """By the planner's reading, unless it can't be compiled: then a model may try."""
    try:
        yield from answer_by_plan(question, reading, context)
    except CannotCompile as refusal:
        if context.stream is not None:
            yield from answer_by_model(question, reading, context)
            return
        yield from decline(Declined(reading.plan.language, refusal.message), context)


def _source_choices(question: str, reading: Reading) -> list[dict[str, Any]]:
    """The same question again, with the source picked."""
    return [{"label": source.name, "text": question, "datasource": source.id} for source in reading.choices]
