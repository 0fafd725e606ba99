"""What the loop is given for one turn. Functions stand for the outside, so that the loop needs no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from accounts.actor import Actor
from campaigns.enums import Dates
from knowledge.planner.plan import ValueIndex
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import SemanticQuery
from knowledge.verified import Verified
from providers.wire import CompletionRequest, StreamEvent
from querying.catalog import CatalogView
from querying.guard.guarded import GuardedQuery
from querying.results import ResultSet


class Stopped(Exception):
    """The person pressed stop."""


@dataclass(frozen=True, slots=True)
class SourceName:
    """A data source that the asker may choose."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A data source as the asker sees it: its catalog, its words, its values."""

    id: int
    name: str
    view: CatalogView
    model: SemanticModel
    values: ValueIndex


@dataclass(frozen=True, slots=True)
class Refinement:
    """The query that a follow-up ("and by month?") refines, and of which source it is."""

    source_id: int
    query: SemanticQuery


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question of the conversation with its answer, for a model to read."""

    question: str
    answer: str
    sql: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A piece of the knowledge base that has to do with the question."""

    kind: str
    name: str
    version: int
    title: str
    text: str


class Ran(Protocol):
    """An executed query: its id in the log, what was run, the rows, and their age in seconds if kept."""

    @property
    def id(self) -> Any: ...
    @property
    def guarded(self) -> GuardedQuery: ...
    @property
    def result(self) -> ResultSet: ...
    @property
    def cached_age(self) -> float | None: ...


class Proposal(Protocol):
    """A segment as it would be now: see campaigns.services.SegmentEstimate."""

    @property
    def count(self) -> int: ...
    @property
    def sql(self) -> str: ...
    @property
    def dates(self) -> Dates: ...
    @property
    def ran(self) -> Ran: ...
    @property
    def question(self) -> str: ...


class Propose(Protocol):
    """Checks and counts a segment, by a query with the words it was read from, or by SQL; makes nothing.

    Raises CampaignError, GuardRefusal, QueryFailed, Stopped.
    """

    def __call__(
        self, source: OpenSource, *, sql: str = "", query: SemanticQuery | None = None, question: str = ""
    ) -> Proposal: ...


Execute = Callable[[OpenSource, str, str], Ran]
"""(source, sql, generated_by) -> the rows; raises GuardRefusal, QueryFailed, Stopped."""


@dataclass(frozen=True)
class TurnContext:
    """One turn: who asks, when, about what, and the doors to the outside.

    `chosen` is the source asked for, `current` the conversation's. `stream` is None where no model may be
    used; `wants_model`: a provider was asked for by name. `context_type`: what the conversation is for
    (analytics, campaign, strategy, content). `attached` is SQL that the question is
    about. `note` keeps a fact beside the answer: "query", "source",
    "outcome", "small_talk", "segment_question", "charting". `verified` gives the verified queries that ask
    the question, `starters` questions of a language that can be answered.
    """

    actor: Actor
    now: dt.datetime
    language: str
    sources: tuple[SourceName, ...]
    chosen: int | None
    current: int | None
    previous: Refinement | None
    history: tuple[Exchange, ...]
    wants_model: bool
    context_type: str
    open_source: Callable[[int], OpenSource]
    execute: Execute
    propose: Propose
    search: Callable[[OpenSource, str, int], list[Knowledge]]
    stream: Callable[[CompletionRequest], Iterator[StreamEvent]] | None
    note: Callable[[str, Any], None]
    note_tool_call: Callable[[str, str, bool, str, int], None]
    stopped: Callable[[], bool]
    elapsed_ms: Callable[[], int]
    verified: Callable[[str], list[Verified]]
    starters: Callable[[str], list[str]]
    attached: str = ""

    def check_stopped(self) -> None:
        """Raises Stopped once the person pressed stop."""
        if self.stopped():
            raise Stopped
