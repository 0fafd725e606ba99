"""Follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.planner.plan import Plan, Question, ValueIndex
from knowledge.semantic.model import SemanticModel

if TYPE_CHECKING:
    from knowledge.planner.planning import Understanding


def refine(
    question: Question, understanding: Understanding, model: SemanticModel, values: ValueIndex
) -> Plan | None:
    return None
