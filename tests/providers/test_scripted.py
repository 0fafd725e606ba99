from __future__ import annotations

import threading
from typing import Any

import pytest

from providers import breaker, gateway
from providers.wire import (
    ChatMessage,
    CompletionRequest,
    ProviderConfig,
    ProviderUnavailable,
    RequestFinished,
    StreamEvent,
    TextDelta,
    ToolCallRequest,
)
from tests.providers.accounts import uncounted


def scripted(*script: dict[str, Any]) -> ProviderConfig:
    breaker.forget_all()
    return ProviderConfig(id=1, name="s", kind="scripted", model="s", parameters={"script": list(script)})


def ask(config: ProviderConfig, *messages: ChatMessage) -> list[StreamEvent]:
    request = CompletionRequest(messages)
    return list(
        gateway.stream(request, [config], account=uncounted, stopped=lambda: False, backoff_seconds=0.01)
    )


def text(events: list[StreamEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def test_the_first_matching_entry_is_followed() -> None:
    config = scripted(
        {"when": "CARRIER", "rounds": [[{"say": "carriers"}]]}, {"rounds": [[{"say": "anything"}]]}
    )
    assert text(ask(config, ChatMessage("user", "which carrier?"))) == "carriers"
    assert text(ask(config, ChatMessage("user", "hello"))) == "anything"


def test_rounds_follow_the_tools_answers() -> None:
    config = scripted(
        {"rounds": [[{"call": "run", "arguments": {"q": 1}}], [{"say": "It is {{tool_result}}."}]]}
    )
    question = ChatMessage("user", "how many?")
    finished = ask(config, question)[-1]
    assert isinstance(finished, RequestFinished)
    (call,) = finished.tool_calls
    assert (call.name, call.arguments) == ("run", '{"q": 1}')
    asked = ChatMessage("assistant", tool_calls=(ToolCallRequest(call.id, "run", call.arguments),))
    assert text(ask(config, question, asked, ChatMessage("tool", "42", tool_call_id=call.id))) == "It is 42."


def test_a_script_can_fail_for_good() -> None:
    with pytest.raises(ProviderUnavailable):
        ask(scripted({"rounds": [[{"fail": "refused"}]]}), ChatMessage("user", "?"))


def test_a_failure_in_the_middle_is_told_as_such() -> None:
    config = scripted({"rounds": [[{"say": "half a sentence"}, {"fail": "unavailable"}]]})
    with pytest.raises(ProviderUnavailable, match="broke off"):
        ask(config, ChatMessage("user", "?"))


def test_a_hanging_script_stops_at_once() -> None:
    stop = threading.Event()
    config = scripted({"rounds": [[{"say": "wait"}, {"hang": True}]]})
    events: list[StreamEvent] = []
    for event in gateway.stream(
        CompletionRequest((ChatMessage("user", "?"),)), [config], account=uncounted, stopped=stop.is_set
    ):
        events.append(event)
        stop.set()
    assert not any(isinstance(event, RequestFinished) for event in events)
