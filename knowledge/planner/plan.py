"""What goes into the planner and what comes out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from knowledge.semantic.query import SemanticQuery
from querying.catalog import TableKey


@dataclass(frozen=True, slots=True)
class ValueMatch:
    """A value of the data that a phrase of the question names: "JFK" in flights.origin."""

    table: TableKey
    column: str
    value: str
    score: float  # 1.0: the same but for case, accents and plural; less: a near spelling


class ValueIndex(Protocol):
    """Values of the asker's data by what they sound like. Built through the guard (knowledge/values.py)."""

    def find(self, phrase: str) -> Iterable[ValueMatch]:
        """Columns that hold the phrase as a value, best first; nothing for a masked or hidden column."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """A question with all that its reading may depend on. `now` is aware; `previous` is what it refines."""

    text: str
    now: dt.datetime
    time_zone: str = "UTC"
    week_start: int = 0
    language: str = "en"  # the asker's, for when the text does not tell
    previous: SemanticQuery | None = None
    owner: str | None = None  # the asker's own value of owner columns, for "my": Actor.external_id
    # Whether a refusal names questions that can be answered: finding them takes longer than the reading.
    suggests: bool = True
    whole: bool = False  # a part of a question, to be read without parts of its own
    cuts: int = 0  # how many parts were cut out of it already


@dataclass(frozen=True, slots=True)
class Planned:
    """A reading good enough to answer with. `score` 0-1; `assumptions` are told with the answer."""

    query: SemanticQuery
    language: str
    reading: str  # how it was understood, in words, in `language`
    score: float
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    text: str  # the full question that picking it asks


@dataclass(frozen=True, slots=True)
class Clarify:
    """Two or more readings are as good: the asker picks."""

    language: str
    question: str
    choices: tuple[Choice, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Declined:
    """No reading can be trusted. `near` are full questions that can be answered.

    `score` is the share of the question's words that are known here: it tells whose refusal says most.
    """

    language: str
    reason: str
    near: tuple[str, ...] = field(default_factory=tuple)
    score: float = 0.0


Plan = Planned | Clarify | Declined
