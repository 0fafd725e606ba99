"""Rows taken in within the limits of rows, bytes and cells, for engines that hand out plain tuples."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from querying.engines.base import RowStream
from querying.engines.failures import too_large
from querying.limits import Limits
from querying.results import too_many_rows

FIRST_ROWS = 20
BATCH_ROWS = 500
BATCH_BYTES = 1_000_000


class Collected:
    """The rows that came, until there are enough."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows: list[tuple[Any, ...]] = []
        self.large: set[int] = set()
        self.truncated = False
        self._bytes = 0

    def add(self, chunk: Iterable[Sequence[Any]]) -> bool:
        """Takes rows in; whether more are wanted. Raises QueryFailed `db.too_large`."""
        for row in chunk:
            if self.limits.rows is not None and len(self.rows) >= self.limits.rows:
                self.truncated = True
                return False
            self.rows.append(self._cut(row))
            if self._bytes > self.limits.result_bytes:
                raise too_large()
        return True

    def _cut(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """The row with values over the limit as None."""
        sizes = [size_of(value) for value in row]
        self._bytes += sum(sizes)
        if max(sizes, default=0) <= self.limits.cell_bytes:
            return tuple(row)
        found = {place for place, size in enumerate(sizes) if size > self.limits.cell_bytes}
        self.large |= found
        return tuple(None if place in found else value for place, value in enumerate(row))


class Counted:
    """How many rows and bytes came, for files: those hold all rows and whole values, or there is none.

    `next_batch` is how many rows to fetch next: as many as fit into a batch, by the last one's size.
    """

    def __init__(self, limits: Limits) -> None:
        self.next_batch = FIRST_ROWS
        self._limits = limits
        self._rows = self._bytes = 0

    def add(self, batch: Sequence[Sequence[Any]]) -> None:
        """Count more rows. Raises QueryFailed `db.too_large`."""
        size = sum(size_of(value) for row in batch for value in row)
        self._rows += len(batch)
        self._bytes += size
        self.next_batch = max(1, min(BATCH_ROWS, len(batch) * BATCH_BYTES // max(size, 1)))
        if self._limits.rows is not None and self._rows > self._limits.rows:
            raise too_many_rows(self._limits.rows)
        if self._bytes > self._limits.result_bytes:
            raise too_large()


@contextmanager
def row_stream(parts: Generator[Any]) -> Iterator[RowStream]:
    """The rows of a generator that gives its columns first, then batches; closed at the end.

    What goes wrong outside of the generator is none of its failures.
    """
    with closing(parts):
        yield RowStream(next(parts), parts)


def size_of(value: Any) -> int:
    """About how many bytes a value takes as text."""
    if type(value) is str:
        return len(value) if value.isascii() else len(value.encode(errors="replace"))
    return 2 * len(value) if type(value) is bytes else 8
