"""What one request used: as its vendor says, or reckoned where it was ended before it could say."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from providers import via_litellm
from providers.enums import Outcome, ProviderKind
from providers.wire import CompletionRequest, ProviderConfig, RequestFinished, StreamEvent, TextDelta, Usage

CHARACTERS_A_TOKEN = 4
# What ended in one of these before a token came may have been read, and charged, all the same.
MAYBE_CHARGED = frozenset({"timeout", "broken_off"})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request about to be sent. `number` counts from 1 at each provider; no text of it is kept."""

    config: ProviderConfig
    number: int
    is_fallback: bool
    input_tokens: int  # reckoned


@dataclass(frozen=True, slots=True)
class Settled:
    """How a request ended."""

    outcome: Outcome
    error_code: str
    usage: Usage
    latency_ms: int
    first_token_ms: int | None


Settle = Callable[[Settled], object]
Account = Callable[[Attempt], Settle]
"""Called just before a request is sent; what it gives is called once, when the request has ended."""


def reckon_tokens(request: CompletionRequest) -> int:
    """Tokens of a request, from its length."""
    texts = sum(len(message.content) for message in request.messages)
    calls = sum(len(call.arguments) for message in request.messages for call in message.tool_calls)
    tools = sum(len(str(tool.parameters)) + len(tool.description) for tool in request.tools)
    return -(-(texts + calls + tools) // CHARACTERS_A_TOKEN)


class Meter:
    """Reads along while a request is answered."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._began = time.perf_counter()
        self._first_token_ms: int | None = None
        self._characters = 0
        self._told: Usage | None = None

    def note(self, event: StreamEvent) -> StreamEvent:
        """The event, with its usage reckoned where the vendor did not tell it."""
        if self._first_token_ms is None:
            self._first_token_ms = self._elapsed_ms()
        if isinstance(event, TextDelta):
            self._characters += len(event.text)
        if isinstance(event, RequestFinished):
            self._characters += sum(len(call.arguments) for call in event.tool_calls)
            self._told = self._reckoned() if event.usage.is_estimated else event.usage
            return dataclasses.replace(event, usage=self._told)
        return event

    def settled(self, outcome: Outcome, error_code: str = "") -> Settled:
        """The account of the request, once it has ended; finished is finished, whatever came after."""
        if self._told is not None:
            outcome, error_code = Outcome.OK, ""
        usage = self._told or self._used_before(outcome, error_code)
        return Settled(outcome, error_code, usage, self._elapsed_ms(), self._first_token_ms)

    def _used_before(self, outcome: Outcome, error_code: str) -> Usage:
        refused = outcome == Outcome.FAILED and self._first_token_ms is None
        return Usage() if refused and error_code not in MAYBE_CHARGED else self._reckoned()

    def _reckoned(self) -> Usage:
        config, tokens_in = self._attempt.config, self._attempt.input_tokens
        tokens_out = -(-self._characters // CHARACTERS_A_TOKEN)
        cost: Decimal | None = Decimal("0.000000")
        if config.kind != ProviderKind.SCRIPTED:
            cost = via_litellm.cost_cents(config, tokens_in, tokens_out)
        return Usage(tokens_in, tokens_out, cost, is_estimated=True)

    def _elapsed_ms(self) -> int:
        return round((time.perf_counter() - self._began) * 1000)
