"""Rows of any engine as values, by batches."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from decimal import Decimal
from itertools import islice
from typing import Any

from querying.catalog import ColumnType
from querying.engines.base import OpensRows, RowStream
from querying.exports.asked import Asked
from querying.results import ResultColumn, result_from_json

BATCH_ROWS = 200
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_FLAGS = {"t": True, "true": True, "1": True, "f": False, "false": False, "0": False}
_ESCAPED = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def open_rows(asked: Asked) -> AbstractContextManager[RowStream]:
    """The rows of a guarded query. Raises QueryFailed, QueryStopped, on the way too."""
    if isinstance(asked.engine, OpensRows):
        return asked.engine.open_rows(asked.url, asked.query, asked.limits, asked.stopped)
    return _from_lines(asked)


@contextmanager
def _from_lines(asked: Asked) -> Iterator[RowStream]:
    """From COPY's text format, which tells no types: these come from a first run of a few rows."""
    few = dataclasses.replace(asked.limits, rows=BATCH_ROWS)
    columns = asked.engine.run(asked.url, asked.query, few, asked.stopped).columns
    # A value too long for the page is whole in a file, or there is no file.
    whole = dataclasses.replace(asked.limits, cell_bytes=asked.limits.result_bytes)
    lines = asked.engine.stream(asked.url, asked.query, whole, asked.stopped)
    with closing(lines), closing(_batches(lines, columns)) as batches:
        yield RowStream(columns, batches)


def _batches(lines: Generator[bytes], columns: tuple[ResultColumn, ...]) -> Generator[list[tuple[Any, ...]]]:
    kinds = [column.type for column in columns]
    described = [column.as_json() for column in columns]
    while some := list(islice(lines, BATCH_ROWS)):
        rows = [list(map(_value, line.rstrip(b"\n").split(b"\t"), kinds)) if kinds else [] for line in some]
        yield list(result_from_json(described, rows).rows)


def _value(cell: bytes, kind: ColumnType) -> Any:
    """Flags, bytes and documents as such; what `result_from_json` reads, and all else, as text."""
    if cell == rb"\N":
        return None
    text = _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), cell).decode()
    try:
        match kind:
            case ColumnType.BOOLEAN:
                return _FLAGS.get(text, text)
            case ColumnType.BYTES:
                return bytes.fromhex(text.removeprefix("\\x"))
            case ColumnType.JSON | ColumnType.ARRAY:
                return json.loads(text, parse_float=Decimal)
    except ValueError:  # it stays as the engine prints it
        return text
    return text
