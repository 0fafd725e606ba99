"""Rows of a result in another order, and those that hold a text: as the page does with the rows that it has.

Whichever way they are ordered, what is no value, or no number, stands last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from querying.catalog import ColumnType
from querying.ordering import folded, key_of, written
from querying.results import ResultSet


@dataclass(frozen=True, slots=True)
class Held:
    """A text, and the place of the column that must hold it; None for any column."""

    text: str
    within: int | None = None


def arranged(
    result: ResultSet, *, by: int | None = None, descending: bool = False, held: Sequence[Held] = ()
) -> list[list[Any]]:
    """Rows as JSON values, by the column at a place, of those that hold all the texts.

    Equal ones are ordered by all their values, so that pages are stable.
    """
    rows = result.json_rows()
    for each in held:
        text = folded(each.text)
        cells = slice(None) if each.within is None else slice(each.within, each.within + 1)
        rows = [row for row in rows if any(text in folded(written(value)) for value in row[cells])]
    return rows if by is None else _sorted(rows, by, result.columns[by].type, descending)


def _sorted(rows: list[list[Any]], by: int, kind: ColumnType, descending: bool) -> list[list[Any]]:
    nothing = (None, "NaN") if kind in (ColumnType.INTEGER, ColumnType.NUMBER) else (None,)
    rows = sorted(rows, key=orjson.dumps)
    known = [row for row in rows if row[by] not in nothing]
    key = key_of(kind)
    # Python's sort is stable, also reversed: rows of equal values keep the order made above.
    known.sort(key=lambda row: key(row[by]), reverse=descending)
    return known + [row for row in rows if row[by] in nothing]


def column_at(names: Sequence[str], asked: str) -> int | None:
    """The place of the column that is called so, or of the third for `#3`; None where there is none."""
    if asked in names:
        return names.index(asked)
    number = int(asked[1:]) if re.fullmatch(r"#[1-9]\d{0,3}", asked) else 0
    return number - 1 if 0 < number <= len(names) else None
