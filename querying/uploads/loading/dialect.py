"""How a text separates its columns, and whether its first line names them: told from its beginning."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from querying.uploads.loading.problems import Problem

SAMPLE_BYTES = 1 << 20
SAMPLE_ROWS = 1_000
MOST_COLUMNS = 1_000
DELIMITERS = (",", ";", "\t", "|")
_VALUE = re.compile(r"[-+]?[\d\s.,\u00a0\u202f]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?")
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Dialect:
    """`names` are the cells of the first line where it holds names, else empty; `blank` counts the lines
    before that one.
    """

    delimiter: str
    width: int
    names: tuple[str, ...]
    blank: int = 0

    @property
    def has_header(self) -> bool:
        return bool(self.names)


def dialect_of(path: Path, header: bool | None = None) -> Dialect:
    """How the text is to be read; `header` None: decided by what the first line holds.

    Raises Problem for a text without lines, or of too many columns.
    """
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        text = file.read(SAMPLE_BYTES)
    lines = text.splitlines(keepends=True)
    if len(text) >= SAMPLE_BYTES and len(lines) > 1:
        lines.pop()  # it may be cut
    if not text.strip():
        raise Problem("empty")
    rows = max((_read(lines, delimiter) for delimiter in DELIMITERS), key=_fitness)
    delimiter, read = rows
    width = len(read[0])
    check_width(width)
    has_header = _looks_like_names(read) if header is None else header
    if not has_header:
        return Dialect(delimiter, width, ())
    blank = next(number for number, line in enumerate(lines) if line.strip("\r\n"))
    return Dialect(delimiter, width, tuple(cell.strip() for cell in read[0]), blank)


def check_width(columns: int) -> None:
    """Raises Problem for more columns than a source may have."""
    if columns > MOST_COLUMNS:
        raise Problem("too_many_columns", columns=columns, most=MOST_COLUMNS)


def _read(lines: list[str], delimiter: str) -> tuple[str, list[list[str]]]:
    csv.field_size_limit(1 << 24)
    try:
        rows = [row for row in islice(csv.reader(lines, delimiter=delimiter), SAMPLE_ROWS) if row]
    except csv.Error:
        rows = []
    return delimiter, rows or [[""]]


def _fitness(candidate: tuple[str, list[list[str]]]) -> tuple[bool, float, int]:
    """Best: the first line has as many columns as most, most lines are alike, and they are many."""
    _delimiter, rows = candidate
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return (len(rows[0]) == width and width > 1, round(count / len(rows), 1), width)


def _looks_like_names(rows: list[list[str]]) -> bool:
    """No cell of the first line is a value; numbers are names only where they are years over other values."""
    first, rest = rows[0], rows[1:]
    if not any(cell.strip() for cell in first):
        return False
    valued = [place for place, cell in enumerate(first) if _VALUE.fullmatch(cell.strip())]
    if not valued:
        return True
    years = all(_YEAR.fullmatch(first[place].strip()) for place in valued)
    under = [row[place].strip() for row in rest for place in valued if place < len(row)]
    return years and bool(under) and not all(_YEAR.fullmatch(cell) for cell in under)
