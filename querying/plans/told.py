"""A plan as it is told to a person."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[int, int]
"""From where to where in the SQL as it was written, in characters."""


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step, in the order in which they are done; `share` of the whole (0-1), to 5 %.

    `share` is None where the database tells no costs. `milliseconds` (the step's own) and `rows` only where
    the query really ran; rows only where they are the asker's own.
    """

    text: str
    details: tuple[str, ...] = ()
    share: float | None = 0.0
    milliseconds: float | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class CostlyPart:
    """The step that costs most, and its place in the SQL where it can be found.

    Without a `share` no costs are told: it is the one that reads most.
    """

    text: str
    share: float | None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What would help; `sql` is for whoever runs the database, `place` the part of the query it is about."""

    code: str
    text: str
    sql: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class PlanExplained:
    """A plan in the person's language.

    `total_cost` (the engine's unit) and `rows` are estimates. Both are None where a table is cut to the
    asker's rows: estimates are made from everybody's rows and would tell of those of others.
    """

    steps: tuple[StepTold, ...]
    costly: CostlyPart | None = None
    hints: tuple[Hint, ...] = ()
    total_cost: float | None = None
    rows: int | None = None
    milliseconds: float | None = None
    sql_run: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The steps alone, a sentence or two each."""
        return tuple(" ".join((step.text, *step.details)) for step in self.steps)
