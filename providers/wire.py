"""What is said to a model and what comes back, whatever the vendor."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class ToolCallRequest:
    """The model asks for a tool. `arguments` is JSON text as the model wrote it: untrusted."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ChatMessage:
    role: str  # system, user, assistant, tool
    content: str = ""
    tool_calls: tuple[ToolCallRequest, ...] = ()  # of an assistant's message
    tool_call_id: str = ""  # of a tool's answer


@dataclass(frozen=True, slots=True)
class ToolSpec:
    name: str
    description: str
    parameters: dict[str, Any]  # JSON schema


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    messages: tuple[ChatMessage, ...]
    tools: tuple[ToolSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """One provider as a request needs it. The key is kept out of its repr, hence out of logs."""

    id: int
    name: str
    kind: str
    model: str
    endpoint: str = ""
    key: str = field(default="", repr=False)
    temperature: float = 0.0
    max_tokens: int = 2000
    parameters: dict[str, Any] = field(default_factory=dict)
    masks_personal_data: bool = True


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request; cost in US cents, six places, None where the model's price is not known.

    `cached_tokens` are those of `input_tokens` that the vendor had kept from before. `is_estimated`: the
    vendor did not say (it was stopped, or never does), so they are reckoned from the length of the texts.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cost_cents: Decimal | None = Decimal("0.000000")
    cached_tokens: int = 0
    is_estimated: bool = False

    def __add__(self, other: Usage) -> Usage:
        unknown = self.cost_cents is None or other.cost_cents is None
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            None if unknown else self.cost_cents + other.cost_cents,  # type: ignore[operator]
            self.cached_tokens + other.cached_tokens,
            self.is_estimated or other.is_estimated,
        )


@dataclass(frozen=True, slots=True)
class RequestStarted:
    """The provider that took the request: after a fallback, not the first one."""

    provider: str
    model: str


@dataclass(frozen=True, slots=True)
class TextDelta:
    text: str


@dataclass(frozen=True, slots=True)
class RequestFinished:
    """The end of one answer of the model: the tools it wants run, and what it used."""

    tool_calls: tuple[ToolCallRequest, ...]
    usage: Usage
    reason: str = "stop"  # stop, tool_calls, length


StreamEvent = RequestStarted | TextDelta | RequestFinished


class ProviderFault(Exception):
    """One request to one provider failed. `retryable`: the same request may go through later.

    `code` is a word for logs and statistics: timeout, unreachable, rate_limited, refused, ...

    Holds our own words only: a vendor's text may repeat the key or the prompt. They are English, as on the
    loop's thread no language is set; the gateway translates the one it ends with.
    """

    def __init__(self, message: str, *, retryable: bool, code: str = "failed") -> None:
        super().__init__(message)
        self.message = message
        self.retryable = retryable
        self.code = code


class ProviderUnavailable(Exception):
    """No provider answered. `message` is fit for the asker and holds nothing of the vendor's text."""

    def __init__(self, message: str, *, retryable: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.retryable = retryable
