"""Measurements and the table they are shown in."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

ROUNDS = 3


class Unit(Enum):
    """What the numbers of a measurement are; of each less is better."""

    SECONDS = "seconds"
    SECONDS_EACH = "shown as how many a second"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the table. `judged` is what the budget is about, `budget` its limit, if there is one."""

    what: str
    ours: float
    reference: float | None
    reference_name: str
    judged: float
    budget: float | None
    budget_text: str
    unit: Unit = Unit.SECONDS

    @property
    def verdict(self) -> str:
        """`within`, `OVER`, or nothing where there is no budget."""
        if self.budget is None:
            return ""
        return "within" if self.judged <= self.budget else "OVER"

    @property
    def ratio(self) -> str:
        """Of the numbers as they are shown."""
        if not self.reference or not self.ours:
            return ""
        is_rate = self.unit is Unit.SECONDS_EACH
        return f"{self.reference / self.ours if is_rate else self.ours / self.reference:.2g}x"


def note(what: str, ours: float, *, unit: Unit = Unit.SECONDS) -> Measurement:
    """A line without reference and budget."""
    return Measurement(what, ours, None, "", ours, None, "", unit)


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


def quantile(times: Sequence[float], share: float) -> float:
    """The time that this share of them does not exceed."""
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def show_time(seconds: float) -> str:
    """A time with three digits: 0.24 ms, 13.7 ms, 1.85 s."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1 or unit == "µs":
            return f"{seconds * factor:.3g} {unit}"
    raise AssertionError("unreachable")


def show(value: float, unit: Unit) -> str:
    """A number as people read it: 13.7 ms, 1,234/s, 41.2 kB."""
    if unit is Unit.SECONDS:
        return show_time(value)
    if unit is Unit.SECONDS_EACH:
        return f"{1 / value:,.0f}/s" if value < 0.1 else f"{1 / value:.3g}/s"
    return f"{value / 1e6:,.1f} MB" if value >= 1e6 else f"{value / 1e3:,.1f} kB"


def cells(one: Measurement) -> tuple[str, ...]:
    """A measurement as the texts of a row: what, ours, reference, its name, ratio, budget, verdict."""
    reference = "" if one.reference is None else show(one.reference, one.unit)
    return (
        one.what,
        show(one.ours, one.unit),
        reference,
        one.reference_name,
        one.ratio,
        one.budget_text,
        one.verdict,
    )


def show_table(measurements: Sequence[Measurement]) -> str:
    """The measurements as lines of text in columns."""
    lines = [("what", "ours", "reference", "", "ratio", "budget", ""), *map(cells, measurements)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    right = {1, 2, 4}
    return "\n".join(
        "  ".join(
            text.rjust(width) if column in right else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
