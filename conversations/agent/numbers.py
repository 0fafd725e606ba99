"""Are the numbers of a text those of a result? Reads numbers in English and French writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from querying.catalog import ColumnType
from querying.results import ResultSet

SPACES = "\u00a0\u202f\u2009 "
# 1,234.5 · 1 234,5 · 1.234 · 12 %: digits in groups of three, or plain; at most one fraction.
GROUPED = rf"\d{{1,3}}(?:[,.{SPACES}]\d{{3}})+(?:[.,]\d+)?(?!\w)"
PLAIN = r"\d+(?:[.,]\d+)?"
NUMBER = re.compile(rf"(?<![\w.,])(?:{GROUPED}|{PLAIN})")
DATE = re.compile(
    r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?\b"
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
)
DERIVED_ROWS = 2_000
MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Traced:
    """How many numbers a text has, and how many of them the result explains."""

    found: int
    total: int

    @property
    def passed(self) -> bool:
        return self.found == self.total


def trace(text: str, result: ResultSet | None, *, also: Iterable[str] = ()) -> Traced:
    """Look up each number of the text in the result: a value, count, sum, mean, share, change or difference.

    Numbers that stand in `also` (the question, the reading) or in a text of the result need no other proof.
    """
    numbers = list(written_numbers(text))
    given = {
        reading
        for words in (*also, *_texts(result))
        for readings in written_numbers(words)
        for reading in readings
    }
    known = sorted(_known(result)) if result else []
    found = sum(any(_explained(reading, known, given) for reading in readings) for readings in numbers)
    return Traced(found, len(numbers))


def written_numbers(text: str) -> Iterator[tuple[str, ...]]:
    """Each number of a text, in all the ways it can be read ("1,234" is 1234 or 1.234), as plain decimals."""
    for match in NUMBER.finditer(DATE.sub(" ", text)):
        yield _readings(match.group())


def _readings(written: str) -> tuple[str, ...]:
    plain = re.sub(f"[{SPACES}]", "", written)
    english = plain.replace(",", "")
    french = plain.replace(".", "").replace(",", ".")
    return tuple({reading for reading in (english, french) if reading.count(".") <= 1})


def _explained(reading: str, known: list[Decimal], given: set[str]) -> bool:
    if reading in given:
        return True
    try:
        shown = Decimal(reading)
    except InvalidOperation:
        return False
    decimals = -int(shown.as_tuple().exponent)
    tolerance = Decimal(5).scaleb(-decimals - 1) * Decimal("1.0001")
    return any(abs(abs(value) - shown) <= tolerance for value in known)


def _texts(result: ResultSet | None) -> Iterator[str]:
    for row in result.rows[:DERIVED_ROWS] if result else ():
        for value in row:
            if isinstance(value, str) and any(character.isdigit() for character in value):
                yield value
            elif hasattr(value, "year"):
                yield f"{value.year} {value.month} {value.day}"


def _known(result: ResultSet) -> set[Decimal]:
    known = {Decimal(result.row_count)}
    for rows in (result.rows, *_groups(result)):
        for position in range(len(result.columns)):
            values = [number for row in rows if (number := _decimal(row[position])) is not None]
            known.update(values)
            known.update(_derived(values[:DERIVED_ROWS]))
    return known


def _groups(result: ResultSet) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Rows that share a text, such as a currency: their totals are told apart."""
    for position, column in enumerate(result.columns):
        shared = {row[position] for row in result.rows} if column.type == ColumnType.TEXT else set()
        if 1 < len(shared) <= MOST_GROUPS:
            for value in shared:
                yield tuple(row for row in result.rows if row[position] == value)


def _derived(values: list[Decimal]) -> Iterator[Decimal]:
    if not values:
        return
    total = sum(values, Decimal(0))
    yield total
    yield total / len(values)
    for value in values:
        if total:
            yield value / total * 100
        yield value * 100  # a share that is told as a percentage
    yield max(values) - min(values)
    for before, after in pairwise(values):
        yield after - before
        if before:
            yield (after - before) / abs(before) * 100
    if values[0]:
        yield (values[-1] - values[0]) / abs(values[0]) * 100


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None
