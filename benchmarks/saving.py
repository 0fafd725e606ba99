"""Writes what was measured into docs/performance.md, between its two marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Measurement, cells

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end of measured -->"
HEAD = "| what | ours | reference | | ratio | budget | |\n|---|--:|--:|---|--:|---|---|\n"


def save(measurements: Sequence[Measurement], conditions: str, page: Path = PAGE) -> None:
    """Put the table in place of the one before. Raises ValueError where the page has no marks."""
    before, begun, rest = page.read_text().partition(BEGIN)
    _old, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"{page} has no place for what was measured.")
    lines = "".join(f"| {' | '.join(cells(one))} |\n" for one in measurements)
    day = dt.datetime.now(dt.UTC)
    said = f"{day.day} {day:%B %Y}: {conditions}.\n\n"
    page.write_text(f"{before}{BEGIN}{said}{HEAD}{lines}{END}{after}")
