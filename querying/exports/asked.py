"""What a file is made of, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from querying.engines.base import Engine, Stopped
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits
from querying.results import ResultColumn, too_many_rows


@dataclass(frozen=True, slots=True)
class Asked:
    """A guarded query, where it runs, and what its columns are called; no labels means their names."""

    engine: Engine
    url: str
    query: GuardedQuery
    limits: Limits
    stopped: Stopped
    labels: tuple[str, ...] = ()

    def headings(self, columns: Sequence[ResultColumn]) -> list[str]:
        """One heading a column. Labels that were made for other columns are left out."""
        labels = self.labels if len(self.labels) == len(columns) else ("",) * len(columns)
        return [label or column.name for label, column in zip(labels, columns, strict=True)]


@dataclass(slots=True)
class RowCount:
    """How many rows have been written."""

    most: int | None = None
    rows: int = 0

    def add(self, rows: int) -> None:
        """Count more rows. Raises QueryFailed beyond the most: a file never lacks rows without a word."""
        self.rows += rows
        if self.most is not None and self.rows > self.most:
            raise too_many_rows(self.most)
