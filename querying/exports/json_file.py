"""JSON: an array of objects, one a line; or the objects alone, one a line.

Keys are the columns' names; a name that comes again gets a number. Values are those of the page and the API:
what does not survive a double travels as text.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

from querying.exports.asked import Asked, RowCount
from querying.exports.rows import open_rows
from querying.json_bytes import json_objects
from querying.results import ResultColumn, ResultSet


def write_json(asked: Asked, count: RowCount) -> Generator[bytes]:
    """An array. Raises QueryFailed, QueryStopped on the way: then it is never closed."""
    before = b"[\n"
    for lines in _objects(asked, count):
        yield before + b",\n".join(lines)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def write_json_lines(asked: Asked, count: RowCount) -> Generator[bytes]:
    """An object a line. Raises as `write_json`."""
    for lines in _objects(asked, count):
        yield b"\n".join(lines) + b"\n"
    yield b""


def _objects(asked: Asked, count: RowCount) -> Generator[list[bytes]]:
    with open_rows(asked) as stream:
        keys = _keys(stream.columns)
        for batch in stream.batches:
            count.add(len(batch))
            yield json_objects(ResultSet(stream.columns, tuple(batch)), keys)


def _keys(columns: Sequence[ResultColumn]) -> list[str]:
    """`a`, `a_2`, ...: no value of a row is lost under another of the same name."""
    taken = {column.name for column in columns}
    keys: list[str] = []
    for column in columns:
        key, number = column.name, 2
        while key in keys or (number > 2 and key in taken):
            key, number = f"{column.name}_{number}", number + 1
        keys.append(key)
    return keys
