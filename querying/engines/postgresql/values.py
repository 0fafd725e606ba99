"""Values as Python holds them without loss; what Python can't hold stays the text that PostgreSQL prints.

Results are read in text format: it has a form for every type, and psycopg's compiled loaders read the common
ones as fast as binary.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.abc import AdaptContext, Buffer
from psycopg.abc import Loader as AnyLoader
from psycopg.adapt import AdaptersMap, Loader
from psycopg.pq import Format
from psycopg.rows import TupleRow
from psycopg.types import TypeInfo
from psycopg.types.string import TextLoader

from querying.engines.postgresql.types import FIRST_OWN_OID, Types, base_oid
from querying.limits import CELL_BYTES

TOO_LARGE = object()
"""Stands for a value over the cell limit, until its column is marked."""

JSON_DEPTH = 100
# NUL, which is no text of PostgreSQL's, and halves of characters, which are no UTF-8.
_NO_TEXT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")

# Kept as printed: Python's own types lose 24:00:00, infinities, bounds or the way of writing.
AS_TEXT = (
    "record",
    "uuid",
    "time",
    "timetz",
    "inet",
    "cidr",
    "int4range",
    "int8range",
    "numrange",
    "daterange",
    "tsrange",
    "tstzrange",
    "int4multirange",
    "int8multirange",
    "nummultirange",
    "datemultirange",
    "tsmultirange",
    "tstzmultirange",
)

_INTERVAL = re.compile(
    r"(?:(?P<years>[+-]?\d+) years? ?)?(?:(?P<months>[+-]?\d+) mons? ?)?(?:(?P<days>[+-]?\d+) days? ?)?"
    r"(?:(?P<sign>[+-]?)(?P<hours>\d+):(?P<minutes>\d\d):(?P<seconds>\d\d(?:\.\d+)?))?"
)


class _SameName(ValueError):
    """A document has a name twice in one object: Python would keep one of them."""


class JsonLoader(Loader):
    """Numbers keep their digits. A document that Python can't hold whole stays the text it is: one too deep
    to walk, with text that nobody else could store, or `null`, which is a value.
    """

    _pairs: Callable[[list[tuple[str, Any]]], Any] | None = None

    def load(self, data: Buffer) -> Any:
        """The document as Python values."""
        if len(data) > CELL_BYTES:
            return TOO_LARGE
        text = bytes(data).decode()
        if text.count("[") + text.count("{") > JSON_DEPTH and _depth(text) > JSON_DEPTH:
            return text
        try:
            value = json.loads(text, parse_float=Decimal, object_pairs_hook=self._pairs)
        except ValueError:
            # An integer of more digits than Python reads, or a name twice.
            return text
        if value is None or value == "null":  # None is no value at all, and that word no null
            return text
        return value if not _NO_TEXT.search(text) or _is_storable(value) else text


class WrittenJsonLoader(JsonLoader):
    """`json`, unlike `jsonb`, keeps what was written: a name twice in one object too."""

    @staticmethod
    def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # type: ignore[override]
        made = dict(pairs)
        if len(made) < len(pairs):
            raise _SameName
        return made


def _is_storable(value: Any) -> bool:
    try:
        return b"\\u0000" not in json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False


class IntervalLoader(Loader):
    """A timedelta where it is one: days, and less than a day beside them. Else ISO 8601: a month is no number
    of days, and 36 hours are not a day and a half where clocks change.
    """

    def load(self, data: Buffer) -> dt.timedelta | str:
        """Reads IntervalStyle `postgres`."""
        text = bytes(data).decode()
        match = _INTERVAL.fullmatch(text)
        if not match:
            return text
        part = {name: value or "0" for name, value in match.groupdict().items() if name != "sign"}
        sign = "-" if match["sign"] == "-" else ""
        duration = _as_timedelta(part, sign)
        return _as_iso(part, sign) if duration is None else duration


def _as_timedelta(part: Mapping[str, str], sign: str) -> dt.timedelta | None:
    days, hours = int(part["days"]), int(part["hours"])
    if int(part["years"]) or int(part["months"]) or hours >= 24:
        return None
    time = dt.timedelta(hours=hours, minutes=int(part["minutes"]))
    whole, _dot, fraction = part["seconds"].partition(".")
    time += dt.timedelta(seconds=int(whole), microseconds=int(fraction.ljust(6, "0")[:6]))
    time = -time if sign else time
    if days and time and (time > dt.timedelta(0)) != (days > 0):
        return None
    return dt.timedelta(days=days) + time if abs(days) < 10**9 else None


def _as_iso(part: Mapping[str, str], sign: str) -> str:
    """As PostgreSQL's IntervalStyle `iso_8601` writes it: every part with its own sign."""
    date = "".join(
        f"{int(part[name])}{name[0].upper()}" for name in ("years", "months", "days") if int(part[name])
    )
    numbers = {"H": int(part["hours"]), "M": int(part["minutes"]), "S": Decimal(part["seconds"]).normalize()}
    time = "".join(
        f"{sign}{number:f}{unit}" if unit == "S" else f"{sign}{number}{unit}"
        for unit, number in numbers.items()
        if number
    )
    return f"P{date}" + (f"T{time}" if time else "")


def _depth(text: str) -> int:
    """How deep brackets nest, strings left out."""
    deepest = depth = 0
    for bracket in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif bracket in "]}":
            depth -= 1
    return deepest


def _or_text(base: type[AnyLoader], *, unless: bytes = b"") -> type[Loader]:
    """The loader, or the text as printed where Python has no such value: infinity, years beyond 9999, BC, and
    all that begins with `unless`.

    It holds the other instead of extending it: psycopg's compiled loaders can't be extended.
    """

    class OrText(Loader):
        def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
            super().__init__(oid, context)
            self._load = base(oid, context).load

        def load(self, data: Buffer) -> Any:
            if len(data) > CELL_BYTES:
                return TOO_LARGE
            if unless and bytes(data[:1]) == unless:
                return bytes(data).decode()
            try:
                return self._load(data)
            except (psycopg.DataError, ValueError, OverflowError):
                return bytes(data).decode()

    return OrText


def prepare_loaders(connection: psycopg.Connection[TupleRow], types: Types) -> None:
    """Make the connection load every type of the database without loss."""
    adapters = connection.adapters
    text = _known_loader(adapters, adapters.types["text"].oid)
    for name in AS_TEXT:
        adapters.register_loader(name, text)
    adapters.register_loader("json", WrittenJsonLoader)
    adapters.register_loader("jsonb", JsonLoader)
    adapters.register_loader("interval", IntervalLoader)
    for name in ("date", "timestamp", "timestamptz"):
        adapters.register_loader(name, _OR_TEXT[name])
    for oid, found in types.items():
        if found.kind == "d" and (base := adapters.get_loader(base_oid(oid, types), Format.TEXT)):
            adapters.register_loader(oid, base)
    for oid, found in types.items():
        if found.is_array:
            _register_array(connection, oid, found.element, found.name)


def _register_array(connection: psycopg.Connection[TupleRow], oid: int, element: int, name: str) -> None:
    if oid >= FIRST_OWN_OID:
        TypeInfo(name.removeprefix("_"), element, oid).register(connection)
    base = connection.adapters.get_loader(oid, Format.TEXT)
    if base is not None:
        connection.adapters.register_loader(oid, _array_or_text(base))


_array_classes: dict[type[AnyLoader], type[Loader]] = {}


def _array_or_text(base: type[AnyLoader]) -> type[Loader]:
    """One class for each of psycopg's: its compiled classes are never freed.

    An array that does not begin at 1 says so first, as in `[0:2]={1,2,3}`; a list has no such bounds.
    """
    return _array_classes.setdefault(base, _array_classes.get(base) or _or_text(base, unless=b"["))


def _known_loader(adapters: AdaptersMap, oid: int) -> type[AnyLoader]:
    """The loader of a type that psycopg knows; of others, the one for what is unknown, which is text."""
    return adapters.get_loader(oid, Format.TEXT) or TextLoader


_OR_TEXT = {
    name: _or_text(_known_loader(psycopg.adapters, psycopg.adapters.types[name].oid))
    for name in ("date", "timestamp", "timestamptz")
}
