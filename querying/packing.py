"""A result as bytes and back, every value as exactly what it was: for results that are kept elsewhere.

Not pickle: what comes back from a place that others can write to must not be able to do anything.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
import uuid
import zlib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from querying.catalog import ColumnType
from querying.results import WHOLE_OFFSETS_SINCE, ResultColumn, ResultSet

FORM = 1  # goes up with every change of the format
COMPRESSED_FROM = 16_000
PLAIN: frozenset[type] = frozenset({str, bool, int, float})


class NotPackable(Exception):
    """A value of a kind that is not known here, or more of them than are wanted."""


@dataclass(frozen=True, slots=True)
class Code:
    """How a kind of value is written as text, and read again."""

    name: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _write_bytes(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _write_duration(value: dt.timedelta) -> str:
    return f"{value.days} {value.seconds} {value.microseconds}"


def _read_duration(text: str) -> dt.timedelta:
    days, seconds, microseconds = map(int, text.split())
    return dt.timedelta(days, seconds, microseconds)


CODES: Mapping[type, Code] = {
    Decimal: Code("decimal", str, Decimal),
    dt.date: Code("date", dt.date.isoformat, dt.date.fromisoformat),
    dt.datetime: Code("datetime", dt.datetime.isoformat, dt.datetime.fromisoformat),
    dt.time: Code("time", dt.time.isoformat, dt.time.fromisoformat),
    dt.timedelta: Code("duration", _write_duration, _read_duration),
    bytes: Code("bytes", _write_bytes, base64.b64decode),
    uuid.UUID: Code("uuid", str, uuid.UUID),
    int: Code("int", str, int),
    float: Code("float", repr, float),
}
_READ = {code.name: code.read for code in CODES.values()}


def pack(result: ResultSet, *, most: int) -> bytes:
    """The result in at most `most` bytes before they are compressed. Raises NotPackable."""
    head = {
        "form": FORM,
        "columns": [[column.name, column.type.value, column.label] for column in result.columns],
        "rows": result.row_count,
        "truncated": result.truncated,
        "truncated_cells": result.truncated_cells,
        "milliseconds": result.milliseconds,
    }
    try:
        parts, size = [orjson.dumps(head)], 0
        for values in zip(*result.rows, strict=True):
            parts.append(orjson.dumps(_write_column(values)))
            size += len(parts[-1])
            if size > most:
                raise NotPackable(f"more than {most} bytes")
    except TypeError as error:  # a lone surrogate, for one
        raise NotPackable(str(error)) from None
    data = b"\n".join(parts)
    return b"z" + zlib.compress(data, 1) if len(data) > COMPRESSED_FROM else b"-" + data


def unpack(data: bytes) -> ResultSet:
    """The result of which `pack` made the bytes. Raises NotPackable for any others."""
    try:
        lines = (zlib.decompress(data[1:]) if data[:1] == b"z" else data[1:]).split(b"\n")
        head = orjson.loads(lines[0])
        if head["form"] != FORM:
            raise NotPackable("another form")
        columns = tuple(ResultColumn(name, ColumnType(kind), label) for name, kind, label in head["columns"])
        cells = [_read_column(orjson.loads(line)) for line in lines[1:]]
        return ResultSet(
            columns=columns,
            rows=tuple(zip(*cells, strict=True)) if cells else ((),) * (0 if columns else head["rows"]),
            truncated=head["truncated"],
            truncated_cells=tuple(head["truncated_cells"]),
            milliseconds=head["milliseconds"],
        )
    except (zlib.error, ValueError, KeyError, TypeError, ArithmeticError, AttributeError) as error:
        raise NotPackable(type(error).__name__) from None


def _write_column(values: Sequence[Any]) -> list[Any]:
    """[kind, values]: most columns hold one kind, and are told once; others value by value."""
    found = set(map(type, values))
    kinds = found - {type(None)}
    if kinds <= PLAIN and _are_plain(values, kinds):
        return ["", values]
    zone = _common_zone(values) if kinds == {dt.datetime} else None
    if len(kinds) != 1 or (code := CODES.get(next(iter(kinds)))) is None or zone == "":
        return ["any", [_write(value) for value in values]]
    name = f"{code.name}@{zone}" if zone else code.name
    if kinds == {dt.date} or (kinds == {dt.datetime} and _have_whole_offsets(values)):
        return [name, values]  # orjson writes the same, ten times as fast
    if found == kinds:
        return [name, list(map(code.write, values))]
    return [name, [None if value is None else code.write(value) for value in values]]


def _are_plain(values: Sequence[Any], kinds: Set[type]) -> bool:
    """As `_is_plain` of each value; of floats that are finite, but their sum is not, it may say no."""
    if int in kinds:
        whole = [value for value in values if type(value) is int]
        if min(whole) < -(2**63) or max(whole) >= 2**63:
            return False
    return float not in kinds or math.isfinite(sum(value for value in values if type(value) is float))


def _read_column(column: list[Any]) -> Sequence[Any]:
    name, values = column
    if not name:
        return list(values)
    if name == "any":
        return [_read(value) for value in values]
    kind, _at, zone = name.partition("@")
    read = _READ[kind]
    if zone:
        place = ZoneInfo(zone)
        return [None if value is None else read(value).astimezone(place) for value in values]
    return [None if value is None else read(value) for value in values]


def _common_zone(values: Sequence[dt.datetime | None]) -> str | None:
    """The zone that all share, None for offsets or none at all, "" where they differ."""
    zones = {_zone_name(place) for place in {value.tzinfo for value in values if value is not None}}
    return zones.pop() if len(zones) == 1 else ""


def _have_whole_offsets(values: Sequence[dt.datetime | None]) -> bool:
    """Whether no offset has seconds, which orjson leaves out."""
    try:
        return min(filter(None, values)).year > WHOLE_OFFSETS_SINCE
    except TypeError:  # some have no offset
        return False


def _zone_name(place: dt.tzinfo | None) -> str | None:
    if place is None or isinstance(place, dt.timezone):
        return None
    if isinstance(place, ZoneInfo) and place.key:
        return place.key
    raise NotPackable("a zone without a name")


def _is_plain(value: Any) -> bool:
    """Whether JSON has the value just so."""
    kind = type(value)
    if kind is int:
        return -(2**63) <= value < 2**63
    return value is None or kind is str or kind is bool or (kind is float and math.isfinite(value))


def _write(value: Any) -> Any:
    """A value of its own: an object in JSON is always {kind: how it is written}."""
    kind = type(value)
    if _is_plain(value):
        return value
    if kind is list:
        return [_write(one) for one in value]
    if kind is tuple:
        return {"tuple": [_write(one) for one in value]}
    if kind is dict:
        return {"dict": [[_write(key), _write(one)] for key, one in value.items()]}
    if kind is dt.datetime and (zone := _zone_name(value.tzinfo)):
        return {"zoned": [value.isoformat(), zone]}
    if (code := CODES.get(kind)) is None:
        raise NotPackable(kind.__name__)
    return {code.name: code.write(value)}


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_read(one) for one in value]
    if not isinstance(value, dict):
        return value
    ((name, written),) = value.items()
    if name == "tuple":
        return tuple(_read(one) for one in written)
    if name == "dict":
        return {_read(key): _read(one) for key, one in written}
    if name == "zoned":
        return dt.datetime.fromisoformat(written[0]).astimezone(ZoneInfo(written[1]))
    return _READ[name](written)
