"""Answers from the knowledge base: what a word means, its formula, and what is written of it."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.agent.context import Knowledge, OpenSource, TurnContext
from conversations.agent.events import Event, MessageCompleted, Sql, Token
from conversations.agent.planner_path import NO_USAGE
from knowledge.planner import answered
from knowledge.planner.defining import Defined, asked_definition, definition_of, questions_about
from knowledge.planner.tokens import words_of
from knowledge.planner.words import singular
from knowledge.semantic.compiled import CannotCompile, Definition
from knowledge.semantic.compiler import compile_query

MOST_ENTRIES = 2
MOST_CHIPS = 3


def find_definition(question: str, context: TurnContext) -> Iterator[Event] | None:
    """The answer's events where the question asks what a word means and the knowledge base says it."""
    asked = asked_definition(question)
    if asked is None or context.wants_model:
        return None
    words, language = asked
    for source_id in _sources(context):
        source = context.open_source(source_id)
        defined = definition_of(words, source.model, language)
        entries = _entries(words, source, context)
        if defined is not None or entries:
            return _events(defined, entries, source, language, context)
    return None


def _sources(context: TurnContext) -> list[int]:
    """The source chosen; else all, that of the conversation first."""
    ids = [source.id for source in context.sources]
    if context.chosen is not None:
        return [context.chosen] if context.chosen in ids else []
    return sorted(ids, key=lambda source_id: source_id != context.current)


def _entries(words: str, source: OpenSource, context: TurnContext) -> list[Knowledge]:
    """Entries whose title says every word that was asked about."""
    asked = {singular(word) for word in words_of(words) if len(word) > 2}
    found = [one for one in context.search(source, words, 8) if one.kind == "entry"]
    said = [one for one in found if asked and asked <= {singular(word) for word in words_of(one.title)}]
    return said[:MOST_ENTRIES]


def _events(
    defined: Defined | None,
    entries: list[Knowledge],
    source: OpenSource,
    language: str,
    context: TurnContext,
) -> Iterator[Event]:
    used = [*(defined.definitions if defined else ()), *(_as_definition(entry) for entry in entries)]
    context.note("language", language)
    context.note("source", source.id)
    sql = _sql(defined, source, language, context)
    if sql:
        yield Sql(sql, [definition.as_json() for definition in used])
    text = _text(defined, entries)
    yield Token(text)
    evidence = {
        "definitions": [definition.as_json() for definition in used],
        "joins": [],
        "checks": [],
        "masked": [],
        "source": source.name,
    }
    yield MessageCompleted(
        status="completed",
        text=text,
        evidence=evidence,
        usage=NO_USAGE,
        latency_ms=context.elapsed_ms(),
        follow_ups=_chips(defined, source, language, context),
    )


def _as_definition(entry: Knowledge) -> Definition:
    return Definition("entry", entry.name, entry.version, entry.title, entry.text)


def _text(defined: Defined | None, entries: list[Knowledge]) -> str:
    parts = []
    if defined is not None:
        title = defined.title[:1].upper() + defined.title[1:]
        parts.append(f"**{title}**\n\n{defined.text}")
    parts += [f"**{entry.title}**\n\n{entry.text}" if defined is None else entry.text for entry in entries]
    return "\n\n".join(parts)


def _sql(defined: Defined | None, source: OpenSource, language: str, context: TurnContext) -> str:
    """The query that measures what was defined, to be read; it is not run."""
    if defined is None:
        return ""
    try:
        actor = context.actor
        return compile_query(
            defined.query,
            source.model,
            time_zone=actor.time_zone,
            week_start=actor.week_start,
            language=language,
        ).sql
    except CannotCompile:
        return ""


def _chips(defined: Defined | None, source: OpenSource, language: str, context: TurnContext) -> list[str]:
    if defined is None:
        return []
    candidates = questions_about(defined, source.model, language)
    texts = answered(candidates, source.model, source.values, language=language, now=context.now)
    return texts[:MOST_CHIPS]
