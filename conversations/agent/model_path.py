"""Answers by a model with tools, for what the planner leaves; checked against what its tools gave."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from conversations.agent.actions import Action, chart_actions
from conversations.agent.charting import NO_CHART, Charting
from conversations.agent.context import Knowledge, OpenSource, Ran, TurnContext
from conversations.agent.events import Error, Event, MessageCompleted, MessageStarted, Stage, Token
from conversations.agent.evidence import MODEL_READING, Grounds, judge
from conversations.agent.numbers import trace
from conversations.agent.prompting import build_messages
from conversations.agent.reading import Reading
from conversations.agent.words import say
from conversations.tools.base import QueryToolError, ToolContext, ToolError, ToolResult
from conversations.tools.registry import TOOLS
from knowledge.planner.plan import Declined
from knowledge.semantic.compiled import Definition
from providers.wire import (
    ChatMessage,
    CompletionRequest,
    ProviderUnavailable,
    RequestFinished,
    RequestStarted,
    TextDelta,
    ToolCallRequest,
    Usage,
)

ROUNDS = 8
CALLS_A_ROUND = 4
REPAIRS = 2
KNOWLEDGE = 6


@dataclass(slots=True)
class Draft:
    """What the model has said and done so far."""

    messages: list[ChatMessage]
    knowledge: list[Knowledge]
    text: str = ""
    said: str = ""  # in the last round
    usage: Usage = field(default_factory=Usage)
    provider: str = ""
    model: str = ""
    last: ToolResult | None = None
    shown: Ran | None = None  # the rows that the page shows
    actions: tuple[Action, ...] = ()
    charting: Charting = NO_CHART
    definitions: list[Definition] = field(default_factory=list)
    rows_sent: int = 0
    failed_queries: int = 0
    failure: QueryToolError | None = None
    finished: RequestFinished | None = None


def answer_by_model(question: str, reading: Reading, context: TurnContext) -> Iterator[Event]:
    """Rounds of the model and its tools, then the judgement of what came of it."""
    source = reading.source
    assert source is not None
    language = reading.plan.language
    yield Stage("planning", say("planning", context.language))
    knowledge = context.search(source, question, KNOWLEDGE)
    draft = Draft(build_messages(question, source, knowledge, language, context), knowledge)
    tools = ToolContext(context, source, language)
    try:
        yield from _rounds(draft, tools)
    except ProviderUnavailable as error:
        yield from _unavailable(error, draft, reading, context)
        return
    if draft.failure is not None:
        yield from _not_repaired(draft, language, context)
        return
    if not draft.text.strip():
        draft.text = say("stopped_rounds", language)
        yield Token(draft.text)
    yield Stage("checking", say("checking", context.language))
    yield _completed(question, draft, source, language, context)


def _rounds(draft: Draft, tools: ToolContext) -> Iterator[Event]:
    specs = tuple(tool.spec() for tool in TOOLS.values())
    for number in range(ROUNDS):
        # In the last round there is nothing left but to answer.
        offered = specs if number < ROUNDS - 1 else ()
        yield from _listen(CompletionRequest(tuple(draft.messages), offered), draft, tools.turn)
        assert draft.finished is not None
        calls = draft.finished.tool_calls[:CALLS_A_ROUND] if offered else ()
        if not calls:
            return
        draft.messages.append(ChatMessage("assistant", draft.said.strip(), tool_calls=calls))
        for call in calls:
            yield from _use_tool(call, draft, tools)
            if draft.failure is not None:
                return


def _listen(request: CompletionRequest, draft: Draft, context: TurnContext) -> Iterator[Event]:
    """One answer of the model, token by token."""
    assert context.stream is not None
    draft.finished = None
    draft.said = ""
    for event in context.stream(request):
        match event:
            case RequestStarted(provider, model) if (provider, model) != (draft.provider, draft.model):
                draft.provider, draft.model = provider, model
                yield MessageStarted("model", provider, model)
            case TextDelta(text) if text:
                if not draft.said:
                    yield Stage("writing", say("writing", context.language))
                    text = f"\n\n{text}" if draft.text.strip() else text
                draft.said += text
                draft.text += text
                yield Token(text)
            case RequestFinished():
                draft.finished = event
                draft.usage += event.usage
    context.check_stopped()
    if draft.finished is None:
        raise ProviderUnavailable(say("broke_off", context.language))


def _use_tool(call: ToolCallRequest, draft: Draft, tools: ToolContext) -> Iterator[Event]:
    """Run one tool; what it shows goes to the page, what it tells to the model."""
    context = tools.turn
    context.check_stopped()
    yield Stage("querying", say("querying", context.language, source=tools.source.name))
    began = time.perf_counter()
    try:
        tool = TOOLS.get(call.name)
        if tool is None:
            raise ToolError(f"There is no tool {call.name!r}.")
        args = tool.parse(call.arguments)
        yield from tool.announce(args)
        result = tool.run(args, dataclasses.replace(tools, shown=draft.shown, charting=draft.charting))
    except ToolError as error:
        _note_failure(error, draft)
        told, ok = error.message, False
    else:
        yield from result.payload
        _keep(result, draft)
        told, ok = result.text, True
    milliseconds = round((time.perf_counter() - began) * 1000)
    context.note_tool_call(call.name, call.arguments, ok, told, milliseconds)
    draft.messages.append(ChatMessage("tool", told, tool_call_id=call.id))


def _note_failure(error: ToolError, draft: Draft) -> None:
    if not isinstance(error, QueryToolError):
        return
    draft.failed_queries += 1
    if error.permanent or draft.failed_queries > REPAIRS:
        draft.failure = error


def _keep(result: ToolResult, draft: Draft) -> None:
    if result.ran is not None:
        draft.last = result
    if result.charting is not None:
        draft.charting = result.charting
        if result.ran is not None:
            draft.shown, draft.actions = result.ran, result.actions
    draft.definitions += [item for item in result.definitions if item not in draft.definitions]
    draft.rows_sent += result.rows_sent


def _unavailable(
    error: ProviderUnavailable, draft: Draft, reading: Reading, context: TurnContext
) -> Iterator[Event]:
    """No model answered: say so, and what can be answered without one."""
    near = list(reading.plan.near) if isinstance(reading.plan, Declined) else []
    yield Error("provider.unavailable", error.message, retryable=error.retryable)
    yield MessageCompleted(
        status="failed", usage=_usage_json(draft.usage), latency_ms=context.elapsed_ms(), follow_ups=near
    )


def _not_repaired(draft: Draft, language: str, context: TurnContext) -> Iterator[Event]:
    """Its query failed three times: a plain error; the SQL stays in view (R-106)."""
    failure = draft.failure
    assert failure is not None
    sentence = "query_rejected" if failure.code == "query.rejected" else "query_failed"
    yield Error(failure.code, say(sentence, language, reason=failure.reason), retryable=True)
    yield MessageCompleted(status="failed", usage=_usage_json(draft.usage), latency_ms=context.elapsed_ms())


def _completed(
    question: str, draft: Draft, source: OpenSource, language: str, context: TurnContext
) -> MessageCompleted:
    last = draft.last
    result = last.ran.result if last and last.ran else None
    judgement = judge(
        Grounds(
            context=context,
            language=language,
            source=source,
            ran=last.ran if last else None,
            traced=trace(draft.text, result, also=(question, last.reading if last else "")),
            reading_score=MODEL_READING,
            definitions=tuple(draft.definitions),
            joins=last.joins if last else (),
            measures_defined=bool(last and last.measures_defined),
            sent_to_model=_sent(draft, context),
            data_as_of=context.now.isoformat(),
        )
    )
    context.note("charting", draft.charting.as_json())
    # What a model wrote is checked, never verified: its reading of the question can't be proven.
    return MessageCompleted(
        status="completed",
        text=draft.text,
        trust="checked" if judgement.trust == "verified" else judgement.trust,
        confidence=judgement.confidence,
        reading=last.reading if last else "",
        evidence=judgement.evidence,
        usage=_usage_json(draft.usage),
        latency_ms=context.elapsed_ms(),
        suggested_actions=[*draft.actions, *chart_actions(draft.charting.kinds, language)],
    )


def _sent(draft: Draft, context: TurnContext) -> dict[str, Any]:
    """What left the house: told to the asker as part of the evidence."""
    return {
        "provider": draft.provider,
        "model": draft.model,
        "rows": draft.rows_sent,
        "earlier_questions": len(context.history),
        "definitions": len(draft.knowledge),
        "personal_data": "masked",
    }


def _usage_json(usage: Usage) -> dict[str, Any]:
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cost_cents": None if usage.cost_cents is None else f"{usage.cost_cents:.6f}",
    }
