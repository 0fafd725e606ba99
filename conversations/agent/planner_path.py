"""Answers from the planner's reading: compile, run, chart, tell, judge. No model, no cost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from accounts.roles import Role
from conversations.agent.actions import Action, ask_action, chart_actions, export_actions
from conversations.agent.charting import NO_CHART, Charting, charting_of_plan
from conversations.agent.context import OpenSource, Ran, TurnContext
from conversations.agent.coverage import Coverage, coverage_of
from conversations.agent.events import (
    Chart,
    ClarifyAsked,
    Error,
    Event,
    MessageCompleted,
    Sql,
    Stage,
    Table,
    Token,
)
from conversations.agent.evidence import Grounds, Judgement, judge
from conversations.agent.numbers import Traced, trace
from conversations.agent.people import create_text, people_query
from conversations.agent.reading import Reading
from conversations.agent.words import say
from knowledge.planner import describe, follow_ups, tell, understood
from knowledge.planner.plan import Clarify, Declined, Planned
from knowledge.semantic.compiled import CompiledQuery, Definition
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.derivation import Funnel
from knowledge.semantic.memory import query_as_json
from knowledge.semantic.query import MetricMeasure, SemanticQuery
from querying.guard.guarded import GuardRefusal
from querying.limits import SHOWN_ROWS
from querying.results import QueryFailed, ResultSet

NO_USAGE: dict[str, Any] = {"input_tokens": 0, "output_tokens": 0, "cost_cents": "0.000000"}


def compile_plan(planned: Planned, source: OpenSource, context: TurnContext) -> CompiledQuery:
    """The plan as SQL, with the asker's calendar. Raises CannotCompile."""
    return compile_query(
        planned.query,
        source.model,
        time_zone=context.actor.time_zone,
        week_start=context.actor.week_start,
        language=planned.language,
    )


def answer_by_plan(
    question: str, reading: Reading, context: TurnContext, *, verified: Definition | None = None
) -> Iterator[Event]:
    """The whole answer. Raises CannotCompile before anything was run.

    `verified` is the verified query that gives the same rows, if there is one.
    """
    planned, source = reading.plan, reading.source
    assert isinstance(planned, Planned)
    assert source is not None
    language = planned.language
    compiled = compile_plan(planned, source, context)
    if verified is not None:
        compiled = dataclasses.replace(compiled, definitions=(*compiled.definitions, verified))
    yield Stage("querying", say("querying", context.language, source=source.name))
    yield Sql(compiled.sql, [definition.as_json() for definition in compiled.definitions])
    try:
        ran = context.execute(source, compiled.sql, "planner")
    except (GuardRefusal, QueryFailed) as refusal:
        yield from fail(refusal, language, context)
        return
    result = labelled(ran.result, compiled, language)
    context.note("query", query_as_json(planned.query))
    context.note("source", source.id)
    yield table_event(ran, result)
    yield Stage("checking", say("checking", context.language))
    missing = _missing_period(planned, source, result, context)
    charting = charting_of_plan(planned, compiled, source, result) if missing is None else NO_CHART
    if (spec := charting.draw(result)) is not None:
        yield Chart(spec)
    context.note("charting", charting.as_json())
    yield Stage("writing", say("writing", context.language))
    text, traced = _prose(question, planned, compiled, source, result, missing, context)
    yield Token(text)
    grounds = _grounds(planned, compiled, source, ran, traced, context)
    if verified is not None:
        grounds = dataclasses.replace(grounds, reading_score=1.0, measures_defined=True)
    judgement = judge(grounds)
    near = _near(planned, missing, source, context)
    actions = _actions(planned, source, result, charting, context)
    yield _completed(planned, text, judgement, near, actions, source, context)


def ask_back(
    plan: Clarify, context: TurnContext, choices: list[dict[str, Any]] | None = None
) -> Iterator[Event]:
    """Let the asker pick what was meant."""
    context.note("outcome", "clarify")
    offered = choices or [{"label": choice.label, "text": choice.text} for choice in plan.choices]
    yield Token(plan.question)
    yield ClarifyAsked(plan.question, offered)
    yield MessageCompleted(
        status="completed", text=plan.question, usage=NO_USAGE, latency_ms=context.elapsed_ms()
    )


def decline(plan: Declined, context: TurnContext) -> Iterator[Event]:
    """Say that it can't be answered, why, and what can."""
    context.note("outcome", "declined")
    yield Token(plan.reason)
    yield MessageCompleted(
        status="completed",
        text=plan.reason,
        usage=NO_USAGE,
        latency_ms=context.elapsed_ms(),
        follow_ups=list(plan.near),
    )


def fail(refusal: GuardRefusal | QueryFailed, language: str, context: TurnContext) -> Iterator[Event]:
    """The query did not run: say why in our own words; the SQL stays in view."""
    rejected = isinstance(refusal, GuardRefusal)
    code, sentence = ("query.rejected", "query_rejected") if rejected else ("query.failed", "query_failed")
    yield Error(code, say(sentence, language, reason=refusal.message), retryable=not rejected)
    yield MessageCompleted(status="failed", usage=NO_USAGE, latency_ms=context.elapsed_ms())


def labelled(result: ResultSet, compiled: CompiledQuery, language: str) -> ResultSet:
    """The result with its columns called as the asker would."""
    if len(result.columns) != len(compiled.columns):
        return result
    columns = tuple(
        dataclasses.replace(column, label=output.label.get(language) or next(iter(output.label.values()), ""))
        for column, output in zip(result.columns, compiled.columns, strict=True)
    )
    return dataclasses.replace(result, columns=columns)


def table_event(ran: Ran, result: ResultSet) -> Table:
    """The first page of the result."""
    return Table(
        query=str(ran.id),
        columns=[column.as_json() for column in result.columns],
        rows=result.json_rows(SHOWN_ROWS),
        row_count=result.row_count,
        truncated=result.truncated,
    )


def _missing_period(
    planned: Planned, source: OpenSource, result: ResultSet, context: TurnContext
) -> Coverage | None:
    """Where nothing was found for a period: the dates that the data covers, if the period lies outside."""
    if planned.query.period is None or not _says_nothing(result, planned):
        return None
    coverage = coverage_of(planned.query, source, context, planned.language)
    return coverage if coverage is not None and coverage.is_outside(planned.query.period) else None


def _says_nothing(result: ResultSet, planned: Planned) -> bool:
    """No row, or one row of nothing but NULL and 0."""
    if result.row_count == 0:
        return True
    if planned.query.derived is not None:  # its first number is what was asked for
        numbers = [value for row in result.rows for value in row if isinstance(value, int | float | Decimal)]
        return not numbers or not any(numbers[:1])
    return bool(planned.query.measures) and all(
        not value for row in result.rows for value in row[-len(planned.query.measures) :]
    )


def _prose(
    question: str,
    planned: Planned,
    compiled: CompiledQuery,
    source: OpenSource,
    result: ResultSet,
    missing: Coverage | None,
    context: TurnContext,
) -> tuple[str, Traced]:
    language = planned.language
    if missing is not None:
        return missing.told(language), Traced(0, 0)
    telling = tell(
        planned.query,
        compiled,
        source.model,
        result,
        language=language,
        currency=context.actor.currency,
        now=context.now,
    )
    return telling.text, trace(telling.text, result, also=(question, planned.reading))


def _grounds(
    planned: Planned,
    compiled: CompiledQuery,
    source: OpenSource,
    ran: Ran,
    traced: Traced,
    context: TurnContext,
) -> Grounds:
    return Grounds(
        context=context,
        language=planned.language,
        source=source,
        ran=ran,
        traced=traced,
        reading_score=planned.score,
        definitions=compiled.definitions,
        joins=compiled.joins,
        measures_defined=_is_defined(planned.query),
        assumptions=planned.assumptions,
        data_as_of=context.now.isoformat(),
    )


def _is_defined(query: SemanticQuery) -> bool:
    """Whether all that is counted is so by a definition of the knowledge base."""
    if isinstance(query.derived, Funnel):
        return bool(query.derived.name)
    return bool(query.measures) and all(isinstance(each, MetricMeasure) for each in query.measures)


def _near(planned: Planned, missing: Coverage | None, source: OpenSource, context: TurnContext) -> list[str]:
    """What may be asked next: where the data does not cover the period, the same of one that it covers."""
    query, language = planned.query, planned.language
    period = missing.nearest(query.period) if missing and query.period and query.derived is None else None
    if period is None:
        return list(follow_ups(query, source.model, language=language, now=context.now))
    return [describe(dataclasses.replace(query, period=period), source.model, language)]


def _completed(
    planned: Planned,
    text: str,
    judgement: Judgement,
    near: list[str],
    actions: list[Action],
    source: OpenSource,
    context: TurnContext,
) -> MessageCompleted:
    return MessageCompleted(
        status="completed",
        text=text,
        trust=judgement.trust,
        confidence=judgement.confidence,
        reading=understood(planned.query, source.model, planned.language),
        evidence=judgement.evidence,
        usage=NO_USAGE,
        latency_ms=context.elapsed_ms(),
        follow_ups=near,
        suggested_actions=actions,
    )


def _actions(
    planned: Planned,
    source: OpenSource,
    result: ResultSet,
    charting: Charting,
    context: TurnContext,
) -> list[Action]:
    """Rows that are people can become a segment: offered as the question that asks for it."""
    language = planned.language
    actions = []
    if _lists_people(planned, source, context):
        text = create_text(planned.reading, language)
        actions.append(ask_action(text, say("create_segment_of_these", language), source))
    return [*actions, *chart_actions(charting.kinds, language), *export_actions(result, language)]


def _lists_people(planned: Planned, source: OpenSource, context: TurnContext) -> bool:
    listed = not planned.query.measures and planned.query.limit is None
    if not listed or not context.actor.role.is_at_least(Role.USER):
        return False
    return people_query(planned.query, source.model) is not None
