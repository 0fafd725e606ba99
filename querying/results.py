"""A query's answer in memory, and as JSON."""

from __future__ import annotations

import base64
import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from querying.catalog import ColumnType


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
        return [json_row(row) for row in self.rows[:limit]]


def json_row(row: Sequence[Any]) -> list[Any]:
    """One row as JSON values, in column order."""
    return [json_value(value) for value in row]


def json_value(value: Any) -> Any:
    """A value as JSON: what does not survive a double travels as a string, nothing is rounded."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else str(value)
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
    if value == value.to_integral_value() and abs(value) <= 2**53 and value.as_tuple().exponent == 0:
        return int(value)
    as_float = float(value)
    return as_float if Decimal(repr(as_float)) == value else str(value)


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
        super().__init__("db.stopped", "The query was stopped.")
