"""How often answers are right: questions with their right SQL, compared by what the queries return.

Execution match, as in Spider and BIRD: the answer's rows must be the gold rows as a multiset, or as a list
where the question asks for an order. Names and order of columns do not count; extra columns are listed.
"""

from __future__ import annotations

import datetime as dt
import math
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

SIGNIFICANT_DIGITS = 5

Rows = Sequence[Sequence[Any]]


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    DECLINED = "declined"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Case:
    """A question with SQL that answers it; any of the gold queries will do."""

    id: str
    question: str
    gold_sql: tuple[str, ...] = ()
    ordered: bool = False
    unanswerable: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a question. `rows` are JSON values; None where there was no query or no answer."""

    outcome: str  # answered, clarify, declined, error
    columns: tuple[str, ...] = ()
    rows: Rows | None = None
    sql: str | None = None
    reading: str = ""
    usage: dict[str, Any] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    case: Case
    answer: Answer
    outcome: Outcome
    extra_columns: tuple[str, ...]
    latency_ms: float
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.case.id,
            "outcome": self.outcome.value,
            "sql": self.answer.sql,
            "rows": self.answer.rows,
            "reading": self.answer.reading,
            "extra_columns": list(self.extra_columns),
            "latency_ms": round(self.latency_ms),
            "usage": self.answer.usage,
            "error": self.error,
        }


def evaluate(
    cases: Iterable[Case], answer: Callable[[str], Answer], run_gold: Callable[[str], Rows]
) -> Iterator[Scored]:
    """Each case scored, in order. `run_gold` gives a gold query's rows, or raises GoldFailed."""
    for case in cases:
        began = time.perf_counter()
        given = answer(case.question)
        latency = (time.perf_counter() - began) * 1000
        try:
            outcome, extra = judge(case, given, run_gold)
        except GoldFailed as error:
            yield Scored(case, given, Outcome.ERROR, (), latency, f"The gold query failed: {error}")
            continue
        yield Scored(case, given, outcome, extra, latency, given.error)


class GoldFailed(Exception):
    """A gold query did not run: the case is at fault, not the answer."""


def judge(case: Case, answer: Answer, run_gold: Callable[[str], Rows]) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome of one answer, and the names of columns beyond the gold ones."""
    if answer.outcome == "error":
        return Outcome.ERROR, ()
    if answer.outcome in ("clarify", "declined"):
        return (Outcome.RIGHT if case.unanswerable else Outcome.DECLINED), ()
    if case.unanswerable or answer.rows is None:
        return Outcome.WRONG, ()
    for sql in case.gold_sql:
        matched = match(run_gold(sql), answer.rows, ordered=case.ordered)
        if matched is not None:
            return Outcome.RIGHT, tuple(
                name for position, name in enumerate(answer.columns) if position not in matched
            )
    return Outcome.WRONG, ()


def match(gold: Rows, given: Rows, *, ordered: bool = False) -> tuple[int, ...] | None:
    """For each gold column the given column that holds it, so that the rows are equal; None: no match."""
    if len(gold) != len(given):
        return None
    if not gold:
        return ()
    wanted = [tuple(map(normalised, row)) for row in gold]
    offered = [tuple(map(normalised, row)) for row in given]
    candidates = [
        [position for position in range(len(offered[0])) if _same_bag(_column(offered, position), column)]
        for column in (_column(wanted, number) for number in range(len(wanted[0])))
    ]
    same = _same_list if ordered else _same_bag
    for mapping in _injections(candidates):
        if same([tuple(row[position] for position in mapping) for row in offered], wanted):
            return mapping
    return None


def normalised(value: Any) -> Hashable:
    """A value as it is compared: numbers to 5 significant digits, a date as its midnight, text as it is."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return _rounded(float(value))
    if isinstance(value, dt.datetime | dt.date):
        return _moment(value.isoformat())
    if isinstance(value, str):
        return _number_or_moment(value)
    return repr(value)


def _number_or_moment(text: str) -> Hashable:
    try:
        return _rounded(float(text))
    except ValueError:
        return _moment(text)


def _rounded(number: float) -> Hashable:
    if not math.isfinite(number):
        return str(number)
    return 0.0 if number == 0 else float(f"{number:.{SIGNIFICANT_DIGITS - 1}e}")


def _moment(text: str) -> Hashable:
    """A date as its midnight; a zoned moment as its own wall clock: a month's start equals its date."""
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None).isoformat()
    except ValueError:
        return text


def _column(rows: Sequence[tuple[Hashable, ...]], position: int) -> list[Hashable]:
    return [row[position] for row in rows]


def _same_bag(left: Sequence[Hashable], right: Sequence[Hashable]) -> bool:
    return Counter(left) == Counter(right)


def _same_list(left: Sequence[Hashable], right: Sequence[Hashable]) -> bool:
    return list(left) == list(right)


def _injections(
    candidates: Sequence[Sequence[int]], taken: tuple[int, ...] = ()
) -> Iterator[tuple[int, ...]]:
    if len(taken) == len(candidates):
        yield taken
        return
    for position in candidates[len(taken)]:
        if position not in taken:
            yield from _injections(candidates, (*taken, position))


def totals(scored: Sequence[Scored]) -> dict[str, Any]:
    """Counts, precision (right of what was answered), accuracy (right of what was asked), latency, cost."""
    counts = Counter(item.outcome for item in scored)
    answered = counts[Outcome.RIGHT] + counts[Outcome.WRONG]
    latencies = sorted(item.latency_ms for item in scored)
    return {
        "asked": len(scored),
        **{outcome.value: counts[outcome] for outcome in Outcome},
        "precision": round(counts[Outcome.RIGHT] / answered, 4) if answered else None,
        "accuracy": round(counts[Outcome.RIGHT] / len(scored), 4) if scored else None,
        "latency_ms_p50": _percentile(latencies, 0.5),
        "latency_ms_p95": _percentile(latencies, 0.95),
        "cost_cents": float(sum(Decimal(str(item.answer.usage.get("cost_cents") or 0)) for item in scored)),
    }


def _percentile(ordered: Sequence[float], share: float) -> int | None:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))]) if ordered else None
