"""A result that no reading stands behind, told by itself: its one value, its one row, or how many rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from conversations.agent.words import say
from knowledge.planner.formats import format_number, format_unit
from querying.results import ResultSet

MOST_CELLS = 8


def tell_rows(result: ResultSet, language: str) -> str:
    """What the rows say by themselves, in `language`."""
    rows, names = result.rows, [_label(column.label or column.name) for column in result.columns]
    if not rows:
        return say("nothing_found", language)
    if len(rows) == 1:
        colon = " : " if language == "fr" else ": "
        cells = list(zip(names, rows[0], strict=True))[:MOST_CELLS]
        lines = [f"{name}{colon}**{_cell(value, language)}**" for name, value in cells]
        return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    first = ", ".join(_cell(value, language) for value in rows[0][:MOST_CELLS] if value is not None)
    count = f"**{format_number(len(rows), language)}**"
    return say("rows_more" if result.truncated else "rows_found", language, count=count, first=first)


def _label(name: str) -> str:
    spaced = name.replace("_", " ")
    return spaced[:1].upper() + spaced[1:]


def _cell(value: Any, language: str) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "✓", False: "✗", None: "–"}[value]
    if isinstance(value, int | float | Decimal):
        return format_number(value, language)
    if isinstance(value, dt.date):
        return format_unit(value, None, language)
    return str(value)
