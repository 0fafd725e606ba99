"""MySQL's types as the wire's, and its values without loss: what Python can't hold stays text.

A TIMESTAMP is shown on the clock of the session's time zone, which is the asker's: for whoever reads it, it
is a moment without a zone. TIME counts up to 838 hours, so it stays text, as do days like 0000-00-00.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pymysql.constants import FIELD_TYPE
from pymysql.converters import convert_date, convert_datetime, encoders

from querying.catalog import ColumnType

_BINARY = 63

CONVERTERS: dict[Any, Callable[..., Any]] = encoders | {
    FIELD_TYPE.TINY: int,
    FIELD_TYPE.SHORT: int,
    FIELD_TYPE.LONG: int,
    FIELD_TYPE.LONGLONG: int,
    FIELD_TYPE.INT24: int,
    FIELD_TYPE.YEAR: int,
    FIELD_TYPE.FLOAT: float,
    FIELD_TYPE.DOUBLE: float,
    FIELD_TYPE.DECIMAL: Decimal,
    FIELD_TYPE.NEWDECIMAL: Decimal,
    FIELD_TYPE.DATE: convert_date,
    FIELD_TYPE.DATETIME: convert_datetime,
    FIELD_TYPE.TIMESTAMP: convert_datetime,
}
_TYPES: dict[int, ColumnType] = {
    **dict.fromkeys(
        (FIELD_TYPE.TINY, FIELD_TYPE.SHORT, FIELD_TYPE.LONG, FIELD_TYPE.LONGLONG, FIELD_TYPE.INT24),
        ColumnType.INTEGER,
    ),
    **dict.fromkeys((FIELD_TYPE.YEAR, FIELD_TYPE.BIT), ColumnType.INTEGER),
    **dict.fromkeys(
        (FIELD_TYPE.FLOAT, FIELD_TYPE.DOUBLE, FIELD_TYPE.DECIMAL, FIELD_TYPE.NEWDECIMAL), ColumnType.NUMBER
    ),
    FIELD_TYPE.DATE: ColumnType.DATE,
    FIELD_TYPE.NEWDATE: ColumnType.DATE,
    FIELD_TYPE.DATETIME: ColumnType.TIMESTAMP,
    FIELD_TYPE.TIMESTAMP: ColumnType.TIMESTAMP,
    FIELD_TYPE.JSON: ColumnType.JSON,
    FIELD_TYPE.GEOMETRY: ColumnType.BYTES,
}

_BY_NAME: dict[str, ColumnType] = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "bigint", "year", "bit"), ColumnType.INTEGER),
    **dict.fromkeys(("decimal", "float", "double"), ColumnType.NUMBER),
    **dict.fromkeys(("datetime", "timestamp"), ColumnType.TIMESTAMP),
    **dict.fromkeys(
        ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry", "point"),
        ColumnType.BYTES,
    ),
    "date": ColumnType.DATE,
    "json": ColumnType.JSON,
}


def type_by_name(data_type: str, column_type: str) -> ColumnType:
    """The wire's type of a column, as information_schema describes it."""
    if column_type.lower().startswith("tinyint(1)"):
        return ColumnType.BOOLEAN
    return _BY_NAME.get(data_type.lower(), ColumnType.TEXT)


def result_type(code: int, charset: int, length: int) -> ColumnType:
    """The wire's type of a result's column."""
    if code == FIELD_TYPE.TINY and length == 1:
        return ColumnType.BOOLEAN
    found = _TYPES.get(code)
    if found is not None:
        return found
    texts = (FIELD_TYPE.BLOB, FIELD_TYPE.TINY_BLOB, FIELD_TYPE.MEDIUM_BLOB, FIELD_TYPE.LONG_BLOB)
    strings = (FIELD_TYPE.STRING, FIELD_TYPE.VAR_STRING, FIELD_TYPE.VARCHAR)
    return ColumnType.BYTES if charset == _BINARY and code in texts + strings else ColumnType.TEXT


def reader_of(code: int, kind: ColumnType) -> Callable[[Any], Any] | None:
    """What makes a column's values Python's; None where they are."""
    if code == FIELD_TYPE.BIT:
        return lambda value: int.from_bytes(value, "big") if isinstance(value, bytes) else value
    if kind is ColumnType.BOOLEAN:
        return lambda value: bool(value) if value in (0, 1) else value
    if kind is ColumnType.JSON:
        return _read_json
    return None


def _read_json(value: Any) -> Any:
    """The document; `null` as text, since None is no value at all."""
    try:
        read = json.loads(value, parse_float=Decimal)
    except (ValueError, RecursionError):
        return value
    return value if read is None or read == "null" else read
