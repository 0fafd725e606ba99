"""Comma-separated values (RFC 4180, lines ended by LF) in UTF-8 with the mark that spreadsheets look for.

No value is nothing, an empty text is `""`. Numbers keep all digits, times are ISO 8601 with a space,
documents and arrays JSON, bytes base64. No text is a formula: see formulas.py.
"""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Generator, Iterable, Sequence
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
    return "".join(",".join(map(_cell, row)) + "\n" for row in rows).encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(as_text(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ").removesuffix(":00") if value.tzinfo else value.isoformat(" ")
    plain = json_value(value)
    if isinstance(plain, dict | list):
        return _quoted(orjson.dumps(plain).decode())
    return _quoted(as_text(plain)) if isinstance(value, bytes | memoryview | dt.timedelta) else str(plain)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
