"""What a tool is: how the model may act. A tool adapts a service; it decides nothing about rights itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from conversations.agent.actions import Action
from conversations.agent.charting import NO_CHART, Charting
from conversations.agent.context import OpenSource, Ran, TurnContext
from conversations.agent.events import Event
from knowledge.semantic.compiled import Definition
from providers.wire import ToolSpec


class Arguments(BaseModel):
    """What a model writes: nothing but what is asked for."""

    model_config = ConfigDict(extra="forbid")


class ToolError(Exception):
    """The tool could not do it; `message` is for the model, which may try again unless it is `permanent`."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent


class QueryToolError(ToolError):
    """A query that did not run. Two of them may be repaired (R-106); `reason` is for the asker."""

    def __init__(self, message: str, *, code: str, reason: str, permanent: bool = False) -> None:
        super().__init__(message, permanent=permanent)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ToolContext:
    """The turn, the data source that its question is about, and the last rows that this answer shows."""

    turn: TurnContext
    source: OpenSource
    language: str
    shown: Ran | None = None
    charting: Charting = NO_CHART


@dataclass(frozen=True, slots=True)
class ToolResult:
    """`text` is what the model reads, `payload` what the page shows, `actions` what the answer will offer
    (contracts.md: suggested_actions); the rest is for the evidence.
    """

    text: str
    payload: tuple[Event, ...] = ()
    actions: tuple[Action, ...] = ()
    charting: Charting | None = None  # set where the page shows other rows, or another chart of them
    ran: Ran | None = None
    reading: str = ""
    definitions: tuple[Definition, ...] = ()
    joins: tuple[str, ...] = ()
    measures_defined: bool = False
    rows_sent: int = 0


@dataclass(frozen=True, slots=True)
class Tool:
    """`announce` gives events to show before the tool runs: the SQL that is about to be tried."""

    name: str
    description: str
    args: type[Arguments]
    run: Callable[[Any, ToolContext], ToolResult]
    announce: Callable[[Any], tuple[Event, ...]] = lambda args: ()

    def spec(self) -> ToolSpec:
        """The tool as the model is told of it."""
        return ToolSpec(self.name, self.description, self.args.model_json_schema())

    def parse(self, arguments: str) -> Arguments:
        """The model's arguments, checked. Raises ToolError that says what is wrong with which."""
        try:
            return self.args.model_validate_json(arguments or "{}")
        except ValidationError as error:
            faults = "; ".join(
                f"{'.'.join(map(str, fault['loc'])) or 'arguments'}: {fault['msg']}"
                for fault in error.errors()
            )
            raise ToolError(f"The arguments are not valid. {faults}") from error
