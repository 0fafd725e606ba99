"""Measurements and the table they are shown in."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the table; times in seconds. `judged` is what the budget is about, `budget` its limit."""

    what: str
    ours: float
    reference: float | None
    reference_name: str
    judged: float
    budget: float
    budget_text: str

    @property
    def is_within_budget(self) -> bool:
        return self.judged <= self.budget

    @property
    def ratio(self) -> str:
        return f"{self.ours / self.reference:.1f}x" if self.reference else ""


def best_of(function: Callable[[], object], *, calls: int = 1, rounds: int = ROUNDS) -> float:
    """Seconds of one call in the best round of so many calls."""
    best = float("inf")
    for _round in range(rounds):
        started = time.perf_counter()
        for _call in range(calls):
            function()
        best = min(best, (time.perf_counter() - started) / calls)
    return best


def best_cpu_of(function: Callable[[], object], *, calls: int = 1, rounds: int = ROUNDS) -> float:
    """Seconds of this process's CPU for one call in the best round of so many calls."""
    best = float("inf")
    for _round in range(rounds):
        started = time.process_time()
        for _call in range(calls):
            function()
        best = min(best, (time.process_time() - started) / calls)
    return best


def best_median(rounds: Sequence[Sequence[float]]) -> float:
    """The lowest of the rounds' medians."""
    return min(statistics.median(times) for times in rounds)


def show_time(seconds: float) -> str:
    """A time with three digits: 0.24 ms, 13.7 ms, 1.85 s."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1 or unit == "µs":
            return f"{seconds * factor:.3g} {unit}"
    raise AssertionError("unreachable")


def show_table(measurements: Sequence[Measurement]) -> str:
    """The measurements as lines of text in columns."""
    lines = [("what", "ours", "reference", "", "ratio", "budget", "")]
    for one in measurements:
        reference = "" if one.reference is None else show_time(one.reference)
        verdict = "within" if one.is_within_budget else "OVER"
        lines.append(
            (
                one.what,
                show_time(one.ours),
                reference,
                one.reference_name,
                one.ratio,
                one.budget_text,
                verdict,
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    right = {1, 2, 4}
    return "\n".join(
        "  ".join(
            text.rjust(width) if column in right else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
