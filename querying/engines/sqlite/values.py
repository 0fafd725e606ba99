"""SQLite's values as the wire's: each value has a type of its own, a column's is what all of them share.

Dates are text in SQLite. Text counts as dates or times only where every value of the column is one, written
in full.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from querying.catalog import ColumnType

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?")


_FORMS: dict[ColumnType, tuple[re.Pattern[str], Callable[[str], Any]]] = {
    ColumnType.DATE: (_DATE, dt.date.fromisoformat),
    ColumnType.TIMESTAMP: (_MOMENT, dt.datetime.fromisoformat),
}


def read_columns(
    rows: Sequence[tuple[Any, ...]], known: Sequence[ColumnType | None], width: int
) -> tuple[list[ColumnType], tuple[tuple[Any, ...], ...]]:
    """The types of the columns, and the rows with dates and truth values as such."""
    seen = Seen(known, width)
    seen.add(rows)
    return seen.types(), seen.read(rows)


class Seen:
    """What the columns of a result hold, of which the types follow once all rows were seen."""

    def __init__(self, known: Sequence[ColumnType | None], width: int) -> None:
        self._columns = [_Column(known[place] if place < len(known) else None) for place in range(width)]

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Look at more rows; none of them is kept."""
        for column, values in zip(self._columns, zip(*rows, strict=True), strict=False):
            column.add(values)

    def types(self) -> list[ColumnType]:
        """The type of each column, so far."""
        return [column.type for column in self._columns]

    def read(self, rows: Sequence[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
        """Rows that were seen, as values of these types."""
        readers = [column.reader() for column in self._columns]
        if not any(readers):
            return tuple(rows)
        read = [
            values if reader is None else [None if value is None else reader(value) for value in values]
            for values, reader in zip(zip(*rows, strict=True), readers, strict=False)
        ]
        return tuple(zip(*read, strict=True))


class _Column:
    def __init__(self, known: ColumnType | None) -> None:
        self._known = known
        self._kinds: set[type] = set()
        self._are_flags = known is ColumnType.BOOLEAN
        self._forms = dict(_FORMS)

    def add(self, values: Sequence[Any]) -> None:
        kinds = set(map(type, values)) - {type(None)}
        self._kinds |= kinds
        if self._kinds == {int}:
            self._are_flags = self._are_flags and all(value in (0, 1, None) for value in values)
        elif self._kinds == {str}:
            for kind, (form, read) in list(self._forms.items()):
                if not all(value is None or _is_of(form, read, value) for value in values):
                    del self._forms[kind]

    @property
    def type(self) -> ColumnType:
        known = self._known
        if not self._kinds:
            return known or ColumnType.TEXT
        if self._kinds == {str}:
            return next(iter(self._forms), ColumnType.JSON if known is ColumnType.JSON else ColumnType.TEXT)
        if self._kinds == {int}:
            if self._are_flags:
                return ColumnType.BOOLEAN
            return ColumnType.NUMBER if known is ColumnType.NUMBER else ColumnType.INTEGER
        if self._kinds <= {int, float}:
            return ColumnType.NUMBER
        return ColumnType.BYTES if self._kinds == {bytes} else ColumnType.TEXT

    def reader(self) -> Callable[[Any], Any] | None:
        """What makes a value of what SQLite gives; None where it is one already."""
        if self._kinds == {str}:
            return self._forms[self.type][1] if self._forms else None
        if self._kinds == {int}:
            return bool if self._are_flags else None
        if self._kinds and self._kinds <= {int, float}:
            return _as_shown if self._known is None else None
        return _as_text if len(self._kinds) > 1 else None


def _is_of(form: re.Pattern[str], read: Callable[[str], Any], text: str) -> bool:
    """Whether the text is of the form, and a value: 2025-02-30 is none, nor is a year 0."""
    if not form.fullmatch(text):
        return False
    try:
        read(text)
    except ValueError:
        return False
    return True


def _as_shown(value: Any) -> Any:
    """A computed number to the 15 digits that SQLite itself shows: sums of cents are not whole beyond."""
    return float(f"{value:.15g}") if isinstance(value, float) else value


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    return str(value)
