"""The events of one answer: the wire protocol of contracts.md section 1, as frozen dataclasses.

The agent loop yields them, services store them, streaming publishes them, the page draws them. `type` is
the wire's name; `as_json` gives the fields without `seq` and `message`, which storing adds.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    type: ClassVar[str]

    def as_json(self) -> dict[str, Any]:
        return {"type": self.type} | {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}


@dataclass(frozen=True, slots=True)
class TurnQueued(Event):
    type: ClassVar[str] = "turn.queued"
    id: str  # the asker's own
    text: str
    user: str
    reply_to: str = ""  # the question's message
    retry_of: str | None = None  # the answer that is tried again
    title: str = ""  # of the conversation
    created_at: str = ""
    query: str = ""  # SQL that the question is about


@dataclass(frozen=True, slots=True)
class MessageStarted(Event):
    type: ClassVar[str] = "message.started"
    source: str  # planner, model
    provider: str = ""
    model: str = ""
    retry_of: str | None = None


@dataclass(frozen=True, slots=True)
class Stage(Event):
    type: ClassVar[str] = "stage"
    name: str  # understanding, planning, querying, checking, writing
    label: str


@dataclass(frozen=True, slots=True)
class Token(Event):
    type: ClassVar[str] = "token"
    text: str


@dataclass(frozen=True, slots=True)
class Sql(Event):
    type: ClassVar[str] = "sql"
    sql: str
    knowledge: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table(Event):
    type: ClassVar[str] = "table"
    query: str  # id of the executed query
    columns: list[dict[str, str]]
    rows: list[list[Any]]
    row_count: int
    truncated: bool


@dataclass(frozen=True, slots=True)
class Chart(Event):
    type: ClassVar[str] = "chart"
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClarifyAsked(Event):
    type: ClassVar[str] = "clarify"
    question: str
    choices: list[dict[str, Any]]  # label, text, and datasource where one is to be picked


@dataclass(frozen=True, slots=True)
class SuggestionMade(Event):
    """Something that a click can make. `content` by kind as in contents.py."""

    type: ClassVar[str] = "suggestion"
    id: str
    kind: str
    title: str
    content: dict[str, Any]
    reasoning: str = ""
    confidence: float | None = None
    status: str = "pending"
    datasource: int | None = None
    segment: str | None = None  # id of the suggested segment that it is for
    applied: dict[str, str] | None = None  # kind, id and url of what was made of it


@dataclass(frozen=True, slots=True)
class MessageCompleted(Event):
    type: ClassVar[str] = "message.completed"
    status: str  # completed, stopped, failed, interrupted
    text: str = ""
    trust: str | None = None
    confidence: float | None = None
    reading: str = ""
    evidence: dict[str, Any] | None = None
    usage: dict[str, Any] = field(default_factory=dict)
    latency_ms: int = 0
    follow_ups: list[str] = field(default_factory=list)
    suggested_actions: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Error(Event):
    type: ClassVar[str] = "error"
    code: str
    text: str
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class Quota(Event):
    type: ClassVar[str] = "quota"
    used: int
    limit: int | None
    resets_at: str
