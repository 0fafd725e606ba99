"""A deterministic planner: a question in English or French becomes a semantic query, or is declined."""

from knowledge.planner.planning import plan
from knowledge.planner.reading import describe
from knowledge.planner.suggesting import answered, examples, follow_ups
from knowledge.planner.telling import Telling, tell
from knowledge.planner.understood import understood

__all__ = ["Telling", "answered", "describe", "examples", "follow_ups", "plan", "tell", "understood"]
