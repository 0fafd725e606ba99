"""Answers by verified queries: a question that staff have answered before is answered so again.

The SQL goes through the guard with the asker's scope like any other; refused or failed, the planner reads the
question as if there were no such query. Where the planner reads the question too, and comes to the same rows,
the answer is told from its reading, which knows units and dates, can be refined, and has definitions of its
own; where the two differ, what a person approved holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from conversations.agent.actions import sql_actions
from conversations.agent.charting import charting_for
from conversations.agent.context import OpenSource, Ran, TurnContext
from conversations.agent.events import Chart, Event, MessageCompleted, Sql, Stage, Token
from conversations.agent.evidence import Grounds, judge
from conversations.agent.numbers import trace
from conversations.agent.planner_path import NO_USAGE, answer_by_plan, compile_plan, table_event
from conversations.agent.reading import read_in
from conversations.agent.rows_in_words import tell_rows
from conversations.agent.words import say
from knowledge.evaluation import match
from knowledge.planner.plan import Planned
from knowledge.semantic.compiled import CannotCompile, Definition
from knowledge.verified import Verified
from querying.chart_kinds import Wording
from querying.guard.guarded import GuardRefusal
from querying.results import QueryFailed, ResultSet


def verified_match(question: str, context: TurnContext) -> Verified | None:
    """The verified query that asks this: of the source chosen or in use, else of the only one with any."""
    if context.wants_model:
        return None
    found = context.verified(question)
    for wanted in (context.chosen, context.current):
        here = [one for one in found if one.source_id == wanted]
        if here:
            return here[0]
        if wanted is not None and wanted == context.chosen:
            return None
    return found[0] if len({one.source_id for one in found}) == 1 else None


def answer_verified(question: str, verified: Verified, context: TurnContext) -> Iterator[Event] | None:
    """The answer's events, once the query has run; None where it may not or does not."""
    source = context.open_source(verified.source_id)
    try:
        ran = context.execute(source, verified.sql, "person")
    except (GuardRefusal, QueryFailed):
        return None
    definition = Definition(
        "verified_query", verified.question, verified.version, verified.question, verified.sql
    )
    reading = read_in(question, context, source.id, suggests=False)
    if isinstance(reading.plan, Planned) and (planned := _planned(reading.plan, source, context)) is not None:
        sql, found = planned
        if _are_equal(ran.result, found.result):
            return answer_by_plan(question, reading, _with_answer(context, sql, found), verified=definition)
    return _events(verified, definition, source, ran, context)


def _planned(plan: Planned, source: OpenSource, context: TurnContext) -> tuple[str, Ran] | None:
    """The planner's query and its rows; None where it does not run."""
    try:
        sql = compile_plan(plan, source, context).sql
        return sql, context.execute(source, sql, "planner")
    except (CannotCompile, GuardRefusal, QueryFailed):
        return None


def _are_equal(right: ResultSet, found: ResultSet) -> bool:
    """Whether the rows are the verified ones: by the rule of evaluations (execution match)."""
    if right.truncated or found.truncated:
        return False
    return match(right.json_rows(), found.json_rows()) is not None


def _with_answer(context: TurnContext, sql: str, ran: Ran) -> TurnContext:
    """The same turn, which has asked the database this already."""

    def execute(source: OpenSource, asked: str, generated_by: str) -> Ran:
        return ran if asked == sql else context.execute(source, asked, generated_by)

    return replace(context, execute=execute)


def _events(
    verified: Verified, definition: Definition, source: OpenSource, ran: Ran, context: TurnContext
) -> Iterator[Event]:
    language, result = verified.language, ran.result
    yield Stage("querying", say("querying", context.language, source=source.name))
    yield Sql(verified.sql, [definition.as_json()])
    context.note("query", None)  # SQL that a person wrote can't be refined; what was before is not meant
    context.note("source", source.id)
    yield table_event(ran, result)
    charting = charting_for(result, Wording(verified.question, language=language), is_whole=False)
    context.note("charting", charting.as_json())
    if (spec := charting.draw(result)) is not None:
        yield Chart(spec)
    text = tell_rows(result, language)
    yield Token(text)
    reading = say("verified_reading", language, question=verified.question)
    judgement = judge(
        Grounds(
            context=context,
            language=language,
            source=source,
            ran=ran,
            traced=trace(text, result, also=(verified.question,)),
            reading_score=1.0,
            definitions=(definition,),
            measures_defined=True,
            data_as_of=context.now.isoformat(),
        )
    )
    yield MessageCompleted(
        status="completed",
        text=text,
        trust=judgement.trust,
        confidence=judgement.confidence,
        reading=reading,
        evidence=judgement.evidence,
        usage=NO_USAGE,
        latency_ms=context.elapsed_ms(),
        suggested_actions=sql_actions(
            verified.question, charting.kinds, ran, source, context.actor, language
        ),
    )
