"""Answers a wish for a segment: who is in it, how many, cards to create it. Nothing is created here."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from uuid import uuid4

from campaigns.errors import CampaignError
from conversations.agent.context import OpenSource, Proposal, Ran, TurnContext
from conversations.agent.drafting import draft_email
from conversations.agent.events import Event, MessageCompleted, Sql, Stage, SuggestionMade, Token
from conversations.agent.evidence import Grounds, Judgement, judge
from conversations.agent.intent import SegmentWish
from conversations.agent.model_path import answer_by_model
from conversations.agent.numbers import trace
from conversations.agent.people import create_text, dates_told, people_query
from conversations.agent.planner_path import NO_USAGE, ask_back, decline, fail, labelled, table_event
from conversations.agent.reading import Reading, read_question
from conversations.agent.words import say
from knowledge.planner import understood
from knowledge.planner.formats import format_number
from knowledge.planner.plan import Choice, Clarify, Declined, Planned
from knowledge.semantic.compiled import CannotCompile, CompiledQuery
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.memory import query_as_json
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import ColumnField, SemanticQuery
from querying.guard.guarded import GuardRefusal
from querying.results import QueryFailed

SAMPLE = 20


def answer_segment(question: str, wish: SegmentWish, context: TurnContext) -> Iterator[Event]:
    """The whole answer, or a question back, or why not; what the planner leaves, a model may try."""
    reading = read_question(wish.people, dataclasses.replace(context, previous=None))
    context.check_stopped()
    context.note("language", wish.language)
    match reading.plan:
        case Clarify(question=doubt, choices=choices) if not reading.choices:
            rest = _after_people(question, wish)
            offered = tuple(
                Choice(each.label, create_text(each.text, wish.language) + rest) for each in choices
            )
            yield from ask_back(Clarify(wish.language, doubt, offered), context)
        case Clarify():
            picks = [
                {"label": each.name, "text": question, "datasource": each.id} for each in reading.choices
            ]
            yield from ask_back(reading.plan, context, picks)
        case Planned():
            yield from _answer_planned(question, wish, reading, context)
        case Declined():
            yield from _leave(question, dataclasses.replace(reading.plan, near=()), reading, context)


def _after_people(question: str, wish: SegmentWish) -> str:
    """What a question asks for beside the segment: " and draft an e-mail"."""
    return " ".join(question.split()).partition(wish.people)[2]


def _leave(question: str, why: Declined, reading: Reading, context: TurnContext) -> Iterator[Event]:
    if context.stream is not None and reading.source is not None:
        yield from answer_by_model(question, dataclasses.replace(reading, plan=why), context)
        return
    yield from decline(why, context)


def _answer_planned(
    question: str, wish: SegmentWish, reading: Reading, context: TurnContext
) -> Iterator[Event]:
    planned, source = reading.plan, reading.source
    assert isinstance(planned, Planned)
    assert source is not None
    query = people_query(planned.query, source.model)
    if query is None or query.limit is not None:
        why = Declined(wish.language, _why_not(source.model, wish.language))
        yield from _leave(question, why, reading, context)
        return
    try:
        shown = _compile(dataclasses.replace(query, limit=SAMPLE), source, context, wish.language)
        ids = _compile(_ids_of(query, source.model), source, context, wish.language)
    except CannotCompile as refusal:
        yield from _leave(question, Declined(wish.language, refusal.message), reading, context)
        return
    yield Stage("querying", say("querying", context.language, source=source.name))
    yield Sql(ids.sql, [definition.as_json() for definition in ids.definitions])
    try:
        proposal = context.propose(source, query=query, question=wish.people)
        ran = context.execute(source, shown.sql, "planner")
    except CampaignError as refusal:
        yield from decline(Declined(wish.language, refusal.message), context)
        return
    except (GuardRefusal, QueryFailed) as refusal:
        yield from fail(refusal, wish.language, context)
        return
    context.note("query", query_as_json(query))
    context.note("source", source.id)
    context.note("segment_question", proposal.question)
    yield table_event(ran, labelled(ran.result, shown, wish.language))
    name = (wish.people[:1].upper() + wish.people[1:])[:200]
    text = _told(proposal.count, min(proposal.count, SAMPLE), wish.language)
    yield Token(text)
    judgement = _judge(planned, ids, source, proposal.ran, text, wish, context)
    yield from _suggestions(wish, name, proposal, judgement.confidence, source, context)
    yield MessageCompleted(
        status="completed",
        text=text,
        trust=judgement.trust,
        confidence=judgement.confidence,
        reading=understood(query, source.model, wish.language),
        evidence=judgement.evidence,
        usage=NO_USAGE,
        latency_ms=context.elapsed_ms(),
    )


def _compile(query: SemanticQuery, source: OpenSource, context: TurnContext, language: str) -> CompiledQuery:
    return compile_query(
        query,
        source.model,
        time_zone=context.actor.time_zone,
        week_start=context.actor.week_start,
        language=language,
    )


def _ids_of(query: SemanticQuery, model: SemanticModel) -> SemanticQuery:
    people = model.audience
    assert people is not None
    return dataclasses.replace(
        query, columns=(ColumnField(people.table, people.id),), order=(), distinct=False
    )


def _why_not(model: SemanticModel, language: str) -> str:
    people = model.audience
    if people is None:
        return say("no_audience", language, source=model.data_source_name)
    label = model.tables[people.table].words.label_in(language, people.table[1])
    return say("not_people", language, people=label)


def _told(count: int, shown: int, language: str) -> str:
    if not count:
        return say("segment_empty", language)
    number = format_number(count, language)
    told = say("segment_one" if count == 1 else "segment_count", language, count=number)
    return told if count <= shown else f"{told} {say('segment_sample', language, shown=shown)}"


def _judge(
    planned: Planned,
    ids: CompiledQuery,
    source: OpenSource,
    counted: Ran,
    text: str,
    wish: SegmentWish,
    context: TurnContext,
) -> Judgement:
    return judge(
        Grounds(
            context=context,
            language=wish.language,
            source=source,
            ran=counted,
            traced=trace(text, counted.result, also=(wish.people, str(SAMPLE))),
            reading_score=planned.score,
            definitions=ids.definitions,
            joins=ids.joins,
            assumptions=planned.assumptions,
            data_as_of=context.now.isoformat(),
        )
    )


def _suggestions(
    wish: SegmentWish,
    name: str,
    proposal: Proposal,
    confidence: float,
    source: OpenSource,
    context: TurnContext,
) -> Iterator[Event]:
    """The segment's card; and one for the e-mail or the campaign, where one was asked for."""
    because = say("segment_because", wish.language)
    segment = SuggestionMade(
        id=str(uuid4()),
        kind="segment",
        title=name,
        content={"name": name, "query": proposal.sql, "count": proposal.count},
        reasoning=f"{because} {dates_told(proposal.dates, wish.language)}".strip(),
        confidence=confidence,
        datasource=source.id,
    )
    yield segment
    if not wish.writing:
        return
    email = draft_email(wish.template, wish.language, context.actor.organization_name)
    campaign = {"name": name, "channel": "email", "segment": name, "content": email, "schedule": ""}
    title = email["subject"] if wish.writing == "email" else name
    yield SuggestionMade(
        id=str(uuid4()),
        kind=wish.writing,
        title=title,
        content=email if wish.writing == "email" else campaign,
        reasoning=say("from_template", wish.language),
        datasource=source.id,
        segment=segment.id,
    )
