"""Values as SQL literals of the column's type. What does not fit the type is refused."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

from knowledge.semantic.query import Value
from querying.catalog import ColumnType

TIME_TYPES = (ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ)

_NUMBER = re.compile(r"[+-]?\d{1,38}(\.\d{1,38})?")


class BadValue(ValueError):
    """The value can't be one of that type."""


def text_literal(text: str) -> str:
    """A standard-conforming string: quotes doubled, backslashes as they are (the guard's session says so)."""
    if "\0" in text:
        raise BadValue(text)
    return "'" + text.replace("'", "''") + "'"


def literal(value: Value, type: ColumnType, time_zone: str) -> str:
    """`value` written as `type`: a naive datetime is the asker's local time. Raises `BadValue`."""
    if type in (ColumnType.INTEGER, ColumnType.NUMBER):
        return _number(value)
    if type is ColumnType.BOOLEAN:
        return _boolean(value)
    if type in TIME_TYPES:
        return time_literal(_as_datetime(value), type, time_zone)
    if type is ColumnType.TEXT:
        return text_literal(value if isinstance(value, str) else str(value))
    raise BadValue(value)


def time_literal(moment: dt.datetime, type: ColumnType, time_zone: str) -> str:
    """The moment as a DATE, TIMESTAMP or TIMESTAMPTZ literal; the last carries its offset from UTC."""
    if type is ColumnType.DATE:
        return f"DATE '{moment.date().isoformat()}'"
    if type is ColumnType.TIMESTAMP:
        local = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) if moment.tzinfo else moment
        return f"TIMESTAMP '{local.isoformat(sep=' ')}'"
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(time_zone))
    return f"TIMESTAMPTZ '{aware.isoformat(sep=' ')}'"


def _number(value: Value) -> str:
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        raise BadValue(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return value.strip()
    raise BadValue(value)


def _boolean(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.upper()
    raise BadValue(value)


def _as_datetime(value: Value) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, str):
        return dt.datetime.fromisoformat(value)  # its ValueError is what BadValue is
    raise BadValue(value)
