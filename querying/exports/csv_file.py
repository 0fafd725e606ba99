"""Comma-separated values (RFC 4180, lines ended by LF) in UTF-8 with the mark that spreadsheets look for.

No value is nothing, an empty text is `""`. Numbers keep all digits, times are ISO 8601 with a space,
documents and arrays JSON, bytes base64. No text is a formula: see formulas.py.
"""

from __future__ import annotations

import codecs
import datetime as dt
import math
from collections.abc import Callable, Generator, Iterable, Sequence
from decimal import Decimal
from typing import Any

import orjson

from querying.engines.base import OpensCsv
from querying.exports.asked import Asked, RowCount
from querying.exports.formulas import as_text, neutralise
from querying.exports.rows import open_rows
from querying.results import json_value


def write_csv(asked: Asked, count: RowCount) -> Generator[bytes]:
    """The file by blocks. Raises QueryFailed, QueryStopped on the way."""
    if not isinstance(asked.engine, OpensCsv):
        yield from _write_rows(asked, count)
        return
    with asked.engine.open_csv(asked.url, asked.query, asked.limits, asked.stopped) as stream:
        head = codecs.BOM_UTF8 + _lines([asked.headings(stream.columns)])
        for rows, block in stream.blocks:
            count.add(rows)
            yield head + neutralise(block)
            head = b""
        if head:
            yield head


def _write_rows(asked: Asked, count: RowCount) -> Generator[bytes]:
    """Row by row, for engines that write no CSV themselves: in the same form."""
    with open_rows(asked) as stream:
        yield codecs.BOM_UTF8 + _lines([asked.headings(stream.columns)])
        for batch in stream.batches:
            count.add(len(batch))
            yield _lines(batch)


def _lines(rows: Iterable[Sequence[Any]]) -> bytes:
    written = _WRITTEN.get
    return "".join(
        ",".join([written(type(value), _other)(value) for value in row]) + "\n" for row in rows
    ).encode()


def _text(value: str) -> str:
    return _quoted(as_text(value))


def _float(value: float) -> str:
    return repr(value) if math.isfinite(value) else str(json_value(value))


def _moment(value: dt.datetime) -> str:
    return value.isoformat(" ").removesuffix(":00") if value.tzinfo else value.isoformat(" ")


def _other(value: Any) -> str:
    plain = json_value(value)
    if isinstance(plain, dict | list):
        return _quoted(orjson.dumps(plain).decode())
    return _text(plain) if isinstance(value, str | bytes | memoryview | dt.timedelta) else str(plain)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


# By the very type, as a chain of isinstance took most of a file's time.
_WRITTEN: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: "",
    str: _text,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: _float,
    Decimal: lambda value: f"{value:f}",
    dt.date: dt.date.isoformat,
    dt.datetime: _moment,
}
