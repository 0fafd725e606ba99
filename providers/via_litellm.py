"""The one door to litellm: any vendor, as our stream events.

litellm takes 3 s and 200 MB to import and would ask the network for prices: it is imported on first use, with
its local cost map and without telemetry.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from decimal import Decimal
from functools import lru_cache
from types import ModuleType
from typing import Any

from django.utils.translation import gettext_noop as _

from providers.enums import ProviderKind
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

CONNECT_SECONDS = 10

PREFIXES: dict[str, str] = {
    ProviderKind.OPENAI: "openai",
    ProviderKind.ANTHROPIC: "anthropic",
    ProviderKind.GEMINI: "gemini",
    ProviderKind.AZURE: "azure",
    ProviderKind.OLLAMA: "ollama_chat",
    ProviderKind.OPENAI_COMPATIBLE: "openai",
}


@lru_cache(maxsize=1)
def _litellm() -> ModuleType:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ.setdefault("LITELLM_LOG", "ERROR")
    import litellm  # slow: see the module's docstring
    from openai import AsyncOpenAI  # comes with litellm

    # Makes the client import its resources now: 0.7 s that would hold up every call on the loop.
    _ = AsyncOpenAI(api_key="none").chat.completions
    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.drop_params = True
    return litellm


def warm_up() -> None:
    """Import litellm now, in a thread that may wait: at start, or before a turn's first call."""
    _litellm()


async def stream(config: ProviderConfig, request: CompletionRequest) -> AsyncIterator[StreamEvent]:
    """The model's answer as it comes. Raises ProviderFault."""
    litellm = _litellm()
    calls: dict[int, dict[str, str]] = {}
    usage: Any = None
    reason = "stop"
    try:
        chunks = await litellm.acompletion(**_arguments(config, request))
        async for chunk in chunks:
            usage = getattr(chunk, "usage", None) or usage
            if not chunk.choices:
                continue
            choice = chunk.choices[0]
            reason = choice.finish_reason or reason
            for delta in choice.delta.tool_calls or ():
                _gather(calls, delta)
            if choice.delta.content:
                yield TextDelta(choice.delta.content)
    except Exception as error:  # noqa: BLE001 - a vendor's client raises anything; its text must not pass
        raise _fault(litellm, error) from None
    requested = tuple(
        ToolCallRequest(call["id"] or f"call_{index}", call["name"], call["arguments"])
        for index, call in sorted(calls.items())
    )
    yield RequestFinished(requested, _usage(config, usage), "tool_calls" if requested else reason)


def _arguments(config: ProviderConfig, request: CompletionRequest) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        **config.parameters,
        "model": _model_name(config),
        "messages": [_message(message) for message in request.messages],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": config.temperature,
        "max_tokens": config.max_tokens,
        "timeout": CONNECT_SECONDS * 6,
        "num_retries": 0,
        "max_retries": 0,
        # Some vendors' clients insist on a key even where the server wants none.
        "api_key": config.key or "none",
    }
    if config.endpoint:
        arguments["api_base"] = config.endpoint
    if request.tools:
        arguments["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.parameters,
                },
            }
            for tool in request.tools
        ]
    return arguments


def _model_name(config: ProviderConfig) -> str:
    return f"{PREFIXES[config.kind]}/{config.model}"


def _message(message: ChatMessage) -> dict[str, Any]:
    shaped: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        shaped["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    if message.tool_call_id:
        shaped["tool_call_id"] = message.tool_call_id
    return shaped


def _gather(calls: dict[int, dict[str, str]], delta: Any) -> None:
    call = calls.setdefault(delta.index, {"id": "", "name": "", "arguments": ""})
    call["id"] = call["id"] or delta.id or ""
    if delta.function is not None:
        call["name"] = call["name"] or delta.function.name or ""
        call["arguments"] += delta.function.arguments or ""


def _usage(config: ProviderConfig, usage: Any) -> Usage:
    if usage is None:
        return Usage(cost_cents=None, is_estimated=True)  # the gateway reckons
    tokens_in, tokens_out = usage.prompt_tokens or 0, usage.completion_tokens or 0
    details = getattr(usage, "prompt_tokens_details", None)
    cached = min(getattr(details, "cached_tokens", None) or 0, tokens_in)
    return Usage(tokens_in, tokens_out, cost_cents(config, tokens_in, tokens_out, cached), cached)


def cost_cents(config: ProviderConfig, tokens_in: int, tokens_out: int, cached: int = 0) -> Decimal | None:
    """US cents by litellm's local price list; None where it has no price for the vendor's model.

    Ollama costs nothing. What a compatible server charges can't be known from a model's name.
    """
    if config.kind == ProviderKind.OLLAMA:
        return Decimal("0.000000")
    if config.kind == ProviderKind.OPENAI_COMPATIBLE:
        return None
    try:
        costs = _litellm().cost_per_token(
            model=_model_name(config),
            prompt_tokens=tokens_in,
            completion_tokens=tokens_out,
            cache_read_input_tokens=cached,
        )
    except Exception:  # noqa: BLE001 - litellm raises a bare Exception for a model without a known price
        return None
    return (sum((Decimal(str(cost)) for cost in costs), Decimal(0)) * 100).quantize(Decimal("0.000001"))


def _fault(litellm: ModuleType, error: Exception) -> ProviderFault:
    """Our own words for a vendor's error; its text may hold the key or the prompt, and is dropped."""
    if isinstance(error, litellm.exceptions.AuthenticationError | litellm.exceptions.PermissionDeniedError):
        return ProviderFault(_("The model's vendor refused the key."), retryable=False, code="key_refused")
    if isinstance(error, litellm.exceptions.NotFoundError):
        return ProviderFault(_("The vendor knows no such model."), retryable=False, code="model_unknown")
    if isinstance(error, litellm.exceptions.RateLimitError):
        return ProviderFault(
            _("The model's vendor limits our requests for now."), retryable=True, code="rate_limited"
        )
    if isinstance(error, litellm.exceptions.ContextWindowExceededError):
        return ProviderFault(
            _("The question with its context is too long for this model."), retryable=False, code="too_long"
        )
    if isinstance(error, litellm.exceptions.BadRequestError):
        return ProviderFault(
            _("The model's vendor did not accept the request."), retryable=False, code="refused"
        )
    return ProviderFault(_("The model can't be reached."), retryable=True, code="unreachable")
