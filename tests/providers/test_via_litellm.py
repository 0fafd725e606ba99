"""The real litellm against a local server of the OpenAI protocol."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import pytest

from providers import breaker, gateway
from providers.wire import (
    ChatMessage,
    CompletionRequest,
    ProviderConfig,
    ProviderUnavailable,
    RequestFinished,
    RequestStarted,
    StreamEvent,
    TextDelta,
    ToolCallRequest,
    ToolSpec,
)
from tests.providers.accounts import uncounted
from tests.providers.openai_server import OpenAIServer, openai_server

REQUEST = CompletionRequest((ChatMessage("system", "Be brief."), ChatMessage("user", "Bonjour ?")))


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    breaker.forget_all()
    with openai_server() as state:
        yield state


def config(server: OpenAIServer, number: int = 1, **fields: object) -> ProviderConfig:
    return ProviderConfig(
        id=number,
        name=f"local {number}",
        kind="openai_compatible",
        model="local",
        endpoint=server.url,
        key="sk-test",
        **fields,  # type: ignore[arg-type]
    )


def ask(
    *providers: ProviderConfig, request: CompletionRequest = REQUEST, seconds: float = 5
) -> list[StreamEvent]:
    return list(
        gateway.stream(
            request,
            providers,
            account=uncounted,
            stopped=lambda: False,
            first_token_seconds=seconds,
            backoff_seconds=0.01,
        )
    )


def test_text_streams_in_pieces_and_ends_with_its_usage(server: OpenAIServer) -> None:
    started, *texts, finished = ask(config(server))
    assert started == RequestStarted("local 1", "local")
    assert texts == [TextDelta("Bon"), TextDelta("jour "), TextDelta("à tous")]
    assert isinstance(finished, RequestFinished)
    assert (finished.usage.input_tokens, finished.usage.output_tokens, finished.reason) == (11, 5, "stop")
    assert server.keys == ["Bearer sk-test"]
    assert [message["content"] for message in server.requests[0]["messages"]] == ["Be brief.", "Bonjour ?"]


def test_tool_calls_are_gathered_from_their_pieces(server: OpenAIServer) -> None:
    arguments = {"sql_query": "SELECT 'é' FROM \"T\"", "n": [1, 2]}
    server.behaviour = [json.dumps({"name": "execute", "arguments": arguments})]
    tool = ToolSpec(
        "execute", "Runs SQL.", {"type": "object", "properties": {"sql_query": {"type": "string"}}}
    )
    finished = ask(config(server), request=CompletionRequest(REQUEST.messages, (tool,)))[-1]
    assert isinstance(finished, RequestFinished)
    (call,) = finished.tool_calls
    assert (call.id, call.name, json.loads(call.arguments)) == ("call_9", "execute", arguments)
    assert finished.reason == "tool_calls"
    assert server.requests[0]["tools"][0]["function"]["name"] == "execute"


def test_tool_results_are_sent_back_in_the_vendors_shape(server: OpenAIServer) -> None:
    call = ToolCallRequest("call_9", "execute", "{}")
    messages = (
        *REQUEST.messages,
        ChatMessage("assistant", tool_calls=(call,)),
        ChatMessage("tool", "3 rows", tool_call_id="call_9"),
    )
    ask(config(server), request=CompletionRequest(messages))
    assistant, tool = server.requests[0]["messages"][2:]
    assert assistant["tool_calls"] == [
        {"id": "call_9", "type": "function", "function": {"name": "execute", "arguments": "{}"}}
    ]
    assert tool == {"role": "tool", "content": "3 rows", "tool_call_id": "call_9"}


def test_a_passing_error_is_retried(server: OpenAIServer) -> None:
    server.behaviour = ["status 503", "status 429", "text"]
    assert ask(config(server))[1] == TextDelta("Bon")
    assert len(server.requests) == 3


def test_a_refused_key_is_not_retried_and_its_words_are_dropped(server: OpenAIServer) -> None:
    server.behaviour = ["status 401"]
    with pytest.raises(ProviderUnavailable) as caught:
        ask(config(server))
    assert len(server.requests) == 1
    assert "key" in caught.value.message
    assert "sk-" not in str(caught.value.__cause__) + caught.value.message


def test_the_next_provider_of_the_chain_takes_over(server: OpenAIServer) -> None:
    server.behaviour = ["status 401", "text"]
    assert ask(config(server, 1), config(server, 2))[0] == RequestStarted("local 2", "local")


def test_a_hanging_model_is_given_up_after_the_limit(server: OpenAIServer) -> None:
    server.behaviour = ["hang", "text"]
    assert ask(config(server), seconds=0.3)[1] == TextDelta("Bon")
    assert server.closed_by_client.wait(2)


def test_stop_ends_the_wait_for_the_first_token(server: OpenAIServer) -> None:
    ask(config(server))  # litellm's slow import happens here, not in what is timed
    server.behaviour = ["hang"]
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    began = time.monotonic()
    events = list(gateway.stream(REQUEST, [config(server)], account=uncounted, stopped=stop.is_set))
    assert events == []
    assert time.monotonic() - began < 5  # far below the first token's limit, whatever the machine
    assert server.closed_by_client.wait(5)


def test_a_stream_that_breaks_off_is_never_begun_again(server: OpenAIServer) -> None:
    server.behaviour = ["broken", "text"]
    events = ask(config(server))
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["Bon", "jour "]
    assert len(server.requests) == 1


def test_personal_data_is_masked_before_it_is_sent(server: OpenAIServer) -> None:
    request = CompletionRequest((ChatMessage("user", "orders of ann@shop.example"),))
    ask(config(server), request=request)
    ask(config(server, masks_personal_data=False), request=request)
    sent = [body["messages"][0]["content"] for body in server.requests]
    assert sent == ["orders of [email]", "orders of ann@shop.example"]


def test_the_breaker_rests_a_provider_that_keeps_failing(server: OpenAIServer) -> None:
    server.behaviour = ["status 503"]
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            ask(config(server))
    sent = len(server.requests)
    with pytest.raises(ProviderUnavailable, match="left alone"):
        ask(config(server))
    assert len(server.requests) == sent


def test_a_config_keeps_its_key_out_of_its_repr(server: OpenAIServer) -> None:
    assert "sk-test" not in repr(config(server))
