"""A provider that follows a script: the shipped test double, for tests, demonstrations and drills.

A script is JSON, a list of {"when": text, "rounds": [[action, ...], ...]}. The first entry whose `when` is
part of the last question (case aside; missing: any) is followed; its n-th round answers the n-th request.
Actions: {"say": text} (in pieces, `delay_ms` between them; `{{tool_result}}` is the last tool's answer),
{"call": tool, "arguments": {...}}, {"wait_ms": n}, {"hang": true}, {"fail": "unavailable" or "refused"}.

It stands in `parameters["script"]`, or under the provider's model name in providers/scripts/.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from providers.wire import (
    ChatMessage,
    CompletionRequest,
    ProviderConfig,
    ProviderFault,
    RequestFinished,
    StreamEvent,
    TextDelta,
    ToolCallRequest,
    Usage,
)

SCRIPTS = Path(__file__).parent / "scripts"
PIECE = 6  # characters of one delta


async def stream(config: ProviderConfig, request: CompletionRequest) -> AsyncIterator[StreamEvent]:
    """The scripted answer to the request. Raises ProviderFault where the script says so."""
    calls: list[ToolCallRequest] = []
    said = 0
    for action in _actions(_script(config), request.messages):
        await asyncio.sleep(action.get("wait_ms", 0) / 1000)
        if action.get("hang"):
            await asyncio.Event().wait()
        if "fail" in action:
            again = action["fail"] == "unavailable"
            raise ProviderFault("The model answered with an error.", retryable=again, code=action["fail"])
        if "call" in action:
            arguments = action.get("arguments", {})
            text = arguments if isinstance(arguments, str) else json.dumps(arguments)
            calls.append(ToolCallRequest(f"call_{len(request.messages)}_{len(calls)}", action["call"], text))
        text = action.get("say", "").replace("{{tool_result}}", _last_tool_result(request.messages))
        for start in range(0, len(text), PIECE):
            await asyncio.sleep(action.get("delay_ms", 0) / 1000)
            said += 1
            yield TextDelta(text[start : start + PIECE])
    heard = sum(len(message.content) for message in request.messages) // 4
    yield RequestFinished(tuple(calls), Usage(heard, said), "tool_calls" if calls else "stop")


def _script(config: ProviderConfig) -> list[dict[str, Any]]:
    if "script" in config.parameters:
        return config.parameters["script"]
    path = SCRIPTS / f"{Path(config.model).name}.json"
    if not path.is_file():
        raise ProviderFault("There is no script of this name.", retryable=False)
    return json.loads(path.read_text())


def _actions(script: list[dict[str, Any]], messages: tuple[ChatMessage, ...]) -> list[dict[str, Any]]:
    last_user = max((n for n, message in enumerate(messages) if message.role == "user"), default=-1)
    question = messages[last_user].content.lower() if last_user >= 0 else ""
    turn = sum(message.role == "assistant" for message in messages[last_user + 1 :])
    for entry in script:
        if entry.get("when", "").lower() in question:
            rounds = entry["rounds"]
            return rounds[min(turn, len(rounds) - 1)]
    return [{"say": "The script has no answer to this question."}]


def _last_tool_result(messages: tuple[ChatMessage, ...]) -> str:
    return next((message.content for message in reversed(messages) if message.role == "tool"), "")
