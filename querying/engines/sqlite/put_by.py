"""Rows put by until all have been seen: a few in memory, many on disk, read once in the same order."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from querying.engines import failures

MEMORY_BYTES = 4_000_000


class PutBy:
    """Batches of SQLite's values in a file that nobody else can open, and that is gone when it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES, prefix="export-")  # noqa: SIM115
        self._batches = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, batch: list[tuple[Any, ...]]) -> None:
        """Put more rows by. Raises QueryFailed `db.too_large` where the disk is full."""
        data = marshal.dumps(batch)
        try:
            self._file.write(len(data).to_bytes(8) + data)
        except OSError:
            raise failures.too_large() from None
        self._batches += 1

    def __iter__(self) -> Iterator[list[tuple[Any, ...]]]:
        self._file.seek(0)
        for _batch in range(self._batches):
            size = int.from_bytes(self._file.read(8))
            yield marshal.loads(self._file.read(size))  # noqa: S302  (written by us alone)
