"""How much a query may cost, by what it is for (design.md, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    CHAT = "chat"
    WORKBENCH = "workbench"
    EXPORT = "export"
    AUDIENCE = "audience"
    REFRESH = "refresh"


CELL_BYTES = 1_000_000
"""A value larger than this becomes NULL, and its column is marked."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one execution. `rows` None means no cap; bytes are of the values as text."""

    rows: int | None
    seconds: float
    cell_bytes: int = CELL_BYTES
    result_bytes: int = 50_000_000
    sql_bytes: int = 10_000
    joins: int = 12
    common_tables: int = 20


LIMITS: dict[Purpose, Limits] = {
    Purpose.CHAT: Limits(rows=10_000, seconds=30),
    Purpose.WORKBENCH: Limits(rows=10_000, seconds=30),
    Purpose.EXPORT: Limits(rows=5_000_000, seconds=300, result_bytes=10_000_000_000),
    Purpose.AUDIENCE: Limits(rows=None, seconds=300, result_bytes=10_000_000_000),
    # Equal to those of whoever asks, or the rows would not be theirs.
    Purpose.REFRESH: Limits(rows=10_000, seconds=30),
}

SHOWN_ROWS = 1_000
"""Rows of a chat table that are sent to the page; the rest by paging."""
