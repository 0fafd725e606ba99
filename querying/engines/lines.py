"""Rows as lines of PostgreSQL's COPY text format, for engines that have no COPY of their own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f"})


def line(row: Sequence[Any]) -> bytes:
    """One row, with its newline."""
    return ("\t".join(map(_cell, row)) + "\n").encode(errors="replace")


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str).translate(_ESCAPES)
    text = str(value)
    return text.replace("\0", "\ufffd").translate(_ESCAPES)
