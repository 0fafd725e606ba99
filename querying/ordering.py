"""The order of a result's values as they travel (contracts.md): by meaning, not by how they are written.

Much travels as text: numbers that no double holds, durations, moments with their zone's offset of the day.
Text is ordered as in a dictionary, without regard to accents and capitals, numbers in it by their size.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from querying.catalog import ColumnType

Key = tuple[int, Any]
"""What is read sorts before what is not, and that before nothing."""

_MOMENT = re.compile(
    r"(?P<year>\d+)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<hours>\d\d):(?P<minutes>\d\d)(?::(?P<seconds>\d\d(?:\.\d+)?))?)?"
    r"(?P<offset>Z|[+-]\d\d(?::?\d\d){0,2})?(?P<before> BC)?"
)
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?"
)
# A month is 30 days where PostgreSQL compares, a year twelve of these.
_UNITS = (360 * 86_400, 30 * 86_400, 86_400, 3_600, 60, 1)
_ACCENTS = re.compile("[\u0300-\u036f]")
_DIGITS = re.compile(r"(\d{1,18})")
_INFINITIES = {"infinity": Decimal("Infinity"), "-infinity": Decimal("-Infinity")}


def key_of(kind: ColumnType) -> Callable[[Any], Key]:
    """The function that tells what to sort a column's values by."""
    read = _READERS.get(kind, _words)

    def key(value: Any) -> Key:
        if value is None:
            return (2, 0)
        found = read(value)
        return (1, str(value)) if found is None else (0, found)

    return key


def folded(text: str) -> str:
    """The text without accents and capitals."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def written(value: Any) -> str:
    """A value as text: none is nothing, documents and arrays are JSON."""
    if isinstance(value, str):
        return value
    return "" if value is None else orjson.dumps(value).decode()


def _words(value: Any) -> tuple[list[Any], str]:
    """Words and numbers by turns, as a dictionary orders them; the text itself where these are the same."""
    text = written(value)
    parts: list[Any] = _DIGITS.split(folded(text))
    parts[1::2] = map(int, parts[1::2])
    return parts, text


def _number(value: Any) -> tuple[int, Any] | None:
    """With a rank: what is no number is the greatest, as PostgreSQL has it."""
    if not isinstance(value, str):
        return (0, value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return (1, 0) if number.is_nan() else (0, number)


def _moment(value: Any) -> Decimal | None:
    """Seconds since 1 January of year 0, those of another zone as UTC's."""
    match = _MOMENT.fullmatch(str(value))
    if match is None:
        return _INFINITIES.get(str(value).lower())
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    days = _days(1 - year if match["before"] else year, month, day)
    hours, minutes, seconds = (Decimal(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    return days * 86_400 + hours * 3_600 + minutes * 60 + seconds - _offset(match["offset"] or "Z")


def _days(year: int, month: int, day: int) -> int:
    """Of the Gregorian calendar, in years that begin in March, so that a leap day is a year's last."""
    year, month = (year - 1, month + 9) if month <= 2 else (year, month - 3)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day


def _offset(text: str) -> int:
    hours, minutes, seconds = (*[int(part) for part in re.findall(r"\d\d", text)], 0, 0, 0)[:3]
    total = hours * 3600 + minutes * 60 + seconds
    return -total if text.startswith("-") else total


def _duration(value: Any) -> Decimal | None:
    match = _DURATION.fullmatch(str(value))
    if match is None:
        return _INFINITIES.get(str(value).lower())
    parts = [Decimal(part or 0) * unit for part, unit in zip(match.groups()[1:], _UNITS, strict=True)]
    return -sum(parts, Decimal(0)) if match["sign"] else sum(parts, Decimal(0))


_READERS: dict[ColumnType, Callable[[Any], Any]] = {
    **dict.fromkeys((ColumnType.INTEGER, ColumnType.NUMBER), _number),
    **dict.fromkeys((ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ), _moment),
    ColumnType.INTERVAL: _duration,
    ColumnType.BOOLEAN: bool,
}
