"""Plans in words: what a database would do for a query, what of it costs most, and what would help."""

from __future__ import annotations

from querying.plans.explaining import CannotExplain, explain
from querying.plans.told import CostlyPart, Hint, PlanExplained, StepTold

__all__ = ["CannotExplain", "CostlyPart", "Hint", "PlanExplained", "StepTold", "explain"]
