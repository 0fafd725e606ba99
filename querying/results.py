"""A query's answer in memory, and as JSON."""

from __future__ import annotations

import base64
import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from querying.catalog import ColumnType

MOST_EXACT = 2**53  # up to which a double holds every integer
SURE_DIGITS = 15  # as many as every double has
WHOLE_OFFSETS_SINCE = 1973
_LETTER = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class ResultColumn:
    name: str
    type: ColumnType
    label: str = ""

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "type": self.type.value, "label": self.label or self.name}


@dataclass(frozen=True, slots=True)
class ResultSet:
    """Rows are tuples of Python values in column order. `truncated`: the source had more than these.

    `truncated_cells` names columns of which a value was too large and became NULL.
    """

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False
    truncated_cells: tuple[str, ...] = ()
    milliseconds: float = 0.0

    @property
    def row_count(self) -> int:
        return len(self.rows)

    def json_rows(self, limit: int | None = None) -> list[list[Any]]:
        """Rows as JSON values (contracts.md, head), at most `limit` of them."""
        rows = self.rows[:limit]
        if not rows or not rows[0]:
            return [[] for _ in rows]
        return list(map(list, zip(*map(_json_column, zip(*rows, strict=True)), strict=True)))


def result_from_json(columns: Sequence[Mapping[str, str]], rows: Sequence[Sequence[Any]]) -> ResultSet:
    """The result of which `as_json` and `json_rows` told: numbers, dates and times are values again."""
    kinds = [ColumnType(column["type"]) for column in columns]
    return ResultSet(
        columns=tuple(
            ResultColumn(column["name"], kind, column.get("label", ""))
            for column, kind in zip(columns, kinds, strict=True)
        ),
        rows=tuple(tuple(map(_from_json, row, kinds)) for row in rows),
    )


def _from_json(value: Any, kind: ColumnType) -> Any:
    if not isinstance(value, str):
        return value
    try:
        match kind:
            case ColumnType.DATE:
                return dt.date.fromisoformat(value)
            case ColumnType.TIMESTAMP | ColumnType.TIMESTAMPTZ:
                return dt.datetime.fromisoformat(value)
            case ColumnType.INTEGER | ColumnType.NUMBER:
                return Decimal(value)
    except (ValueError, ArithmeticError):  # an infinite date stays text, as it came from the database
        return value
    return value


def _json_column(values: Sequence[Any]) -> Sequence[Any]:
    """A column as JSON values. Most columns hold one kind, which is told once: a cell at a time takes 10x."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds <= {str, bool}:
        return values
    known = [value for value in values if value is not None]
    if kinds == {int} and max(known) <= MOST_EXACT and min(known) >= -MOST_EXACT:
        return values
    if kinds == {float} and all(map(math.isfinite, known)):
        return values
    if kinds == {Decimal}:
        return _with_gaps(values, json_decimals(known))
    if kinds in ({dt.date}, {dt.datetime}):
        return _with_gaps(values, _json_times(known))
    return [json_value(value) for value in values]


def _with_gaps(values: Sequence[Any], known: Sequence[Any]) -> Sequence[Any]:
    """What was made of the values that are not None, each in its place."""
    if len(known) == len(values):
        return known
    each = iter(known)
    return [None if value is None else next(each) for value in values]


def json_decimals(values: Sequence[Decimal]) -> Sequence[Any]:
    """Read from their texts where all are short: up to 15 digits any double gives back.

    What has no fraction is read as an integer.
    """
    texts = list(map(str, values))
    written = ",".join(texts)
    if max(map(len, texts)) <= SURE_DIGITS and not _LETTER.search(written):
        numbers: list[int | float] = orjson.loads(f"[{written}]")
        return numbers
    return [_json_decimal(value) for value in values]


def _json_times(values: Sequence[Any]) -> Sequence[str]:
    """As ISO 8601. orjson writes the same, ten times as fast, but for offsets with seconds, which were given
    up with the last of them in 1972.
    """
    if min(value.year for value in values) < WHOLE_OFFSETS_SINCE:
        return [value.isoformat() for value in values]
    try:
        written: list[str] = orjson.loads(orjson.dumps(values))
    except TypeError:  # a zone that orjson does not know
        return [value.isoformat() for value in values]
    return written


def json_value(value: Any) -> Any:
    """A value as JSON: what does not survive a double travels as a string, nothing is rounded."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= MOST_EXACT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else _infinite_text(value)
    if isinstance(value, Decimal):
        return _json_decimal(value)
    if isinstance(value, dt.timedelta):
        return _json_interval(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return str(value)


def _infinite_text(value: float | Decimal) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def _json_decimal(value: Decimal) -> int | float | str:
    if not value.is_finite():
        return _infinite_text(value)
    as_float = float(value)
    if Decimal(repr(as_float)) != value:
        return str(value)
    is_whole = as_float.is_integer() and abs(as_float) <= MOST_EXACT and value.as_tuple().exponent == 0
    return int(value) if is_whole else as_float


def _json_interval(value: dt.timedelta) -> str:
    """ISO 8601 duration, e.g. P3DT04H05M06.5S; the sign leads."""
    sign = "-" if value < dt.timedelta(0) else ""
    rest = abs(value)
    hours, seconds = divmod(rest.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{rest.microseconds:06d}".rstrip("0") if rest.microseconds else ""
    return f"{sign}P{rest.days}DT{hours:02d}H{minutes:02d}M{seconds:02d}{fraction}S"


class QueryFailed(Exception):
    """The database refused or could not finish a guarded query; `code` is one of contracts.md's `db.*`.

    `message` is our own sentence, never the server's; `sqlstate` is kept for the log and the model. `sql` is
    what was run, once it is known.
    """

    sql = ""

    def __init__(self, code: str, message: str, *, sqlstate: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.sqlstate = sqlstate


class QueryStopped(QueryFailed):
    """The person pressed stop while the query ran."""

    def __init__(self) -> None:
        super().__init__("db.stopped", _("The query was stopped."))


def too_many_rows(most: int) -> QueryFailed:
    """More rows than a file may have: none is left out without a word."""
    sentence = _("There are more than %(most)s rows, the most that a file may have: narrow the query.")
    return QueryFailed("db.too_large", sentence % {"most": number_format(most, force_grouping=True)})


def too_many_columns(most: int) -> QueryFailed:
    """More columns than the kind of file has."""
    sentence = _("There are more than %(most)s columns, the most that such a file has.")
    return QueryFailed("db.too_large", sentence % {"most": number_format(most, force_grouping=True)})
