"""Questions about what is made of numbers: averages per unit, shares, comparisons, weekdays.

Each reader takes its own words out of the question, lets the planner read what is left, and adds its part to
that query. What does not fit the part is left to the planner as it stands: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from knowledge.planner import (
    deriving_averages,
    deriving_behaviour,
    deriving_calendar,
    deriving_columns,
    deriving_comparisons,
    deriving_counts,
    deriving_duplicates,
    deriving_orders,
    deriving_series,
    deriving_shares,
    deriving_tops,
    reporting,
)
from knowledge.planner.deriving_text import Asked
from knowledge.planner.plan import Declined, Planned, Question, ValueIndex
from knowledge.semantic.model import SemanticModel

MOST_CUTS = 3
# What ends a question is cut first: order and columns are those of what stands before.
_READERS: tuple[Callable[[Asked], Planned | Declined | None], ...] = (
    deriving_behaviour.read,
    deriving_counts.read,
    deriving_columns.read,
    deriving_orders.read,
    deriving_series.read,
    deriving_comparisons.read,
    deriving_shares.read,
    deriving_tops.read,
    deriving_duplicates.read,
    deriving_averages.read,
    deriving_calendar.read,
    reporting.read,
)


def read_derived(question: Question, model: SemanticModel, values: ValueIndex) -> Planned | Declined | None:
    """The question's plan where it asks for a derived number that can be given; else None."""
    if question.cuts > MOST_CUTS:
        return None
    asked = Asked.of(question, model, values)
    for reader in _READERS:
        found = reader(asked)
        if found is not None:
            return found
    return None


def without_derived(question: Question) -> Question:
    """A derived query is not refined: what it was made of would be lost."""
    previous = question.previous
    if previous is None or previous.derived is None:
        return question
    return replace(question, previous=None)
