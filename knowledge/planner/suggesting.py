"""Questions that the planner can answer: starters, near misses, follow-ups. Each is planned before it is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.planner.plan import Question, ValueIndex
from knowledge.semantic.model import SemanticModel

if TYPE_CHECKING:
    from knowledge.planner.planning import Understanding


def near_questions(understanding: Understanding, model: SemanticModel, question: Question, values: ValueIndex) -> tuple[str, ...]:
    return ()
