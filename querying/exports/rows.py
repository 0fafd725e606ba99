"""Rows of any engine as values, by batches."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import islice
from typing import Any

from querying.catalog import ColumnType
from querying.engines.base import OpensRows, RowStream
from querying.exports.asked import Asked
from querying.results import ResultColumn, result_from_json

BATCH_ROWS = 200
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPED = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def open_rows(asked: Asked) -> AbstractContextManager[RowStream]:
    """The rows of a guarded query. Raises QueryFailed, QueryStopped, on the way too."""
    if isinstance(asked.engine, OpensRows):
        return asked.engine.open_rows(asked.url, asked.query, asked.limits, asked.stopped)
    return _from_lines(asked)


@contextmanager
def _from_lines(asked: Asked) -> Iterator[RowStream]:
    """From COPY's text format, which tells no types: these come from a first run that stops at once."""
    none = dataclasses.replace(asked.limits, rows=0)
    columns = asked.engine.run(asked.url, asked.query, none, asked.stopped).columns
    lines = asked.engine.stream(asked.url, asked.query, asked.limits, asked.stopped)
    with closing(lines), closing(_batches(lines, columns)) as batches:
        yield RowStream(columns, batches)


def _batches(lines: Generator[bytes], columns: tuple[ResultColumn, ...]) -> Generator[list[tuple[Any, ...]]]:
    described = [column.as_json() for column in columns]
    while some := list(islice(lines, BATCH_ROWS)):
        cells = [[_cell(cell) for cell in line.rstrip(b"\n").split(b"\t")] for line in some]
        yield list(result_from_json(described, _typed(cells, columns)).rows)


def _cell(cell: bytes) -> str | None:
    if cell == rb"\N":
        return None
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), cell).decode()


def _typed(cells: list[list[str | None]], columns: tuple[ResultColumn, ...]) -> list[list[Any]]:
    """Flags as such; the rest is read by `result_from_json`, and stays text where it can't be."""
    flags = {place for place, column in enumerate(columns) if column.type == ColumnType.BOOLEAN}
    return [
        [cell in ("t", "true", "1") if place in flags and cell else cell for place, cell in enumerate(row)]
        for row in cells
    ]
