"""Conditions on rows and on aggregates as SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from knowledge.semantic.compiled import CannotCompile
from knowledge.semantic.literals import BadValue, literal, text_literal, time_literal
from knowledge.semantic.query import Operator, Value
from knowledge.semantic.wording import sentence
from querying.catalog import ColumnType

_COMPARISONS = {
    Operator.EQUALS: "=",
    Operator.NOT_EQUALS: "<>",
    Operator.LESS: "<",
    Operator.LESS_OR_EQUAL: "<=",
    Operator.GREATER: ">",
    Operator.GREATER_OR_EQUAL: ">=",
}


def comparison(
    expression: str,
    type: ColumnType,
    operator: Operator,
    values: Sequence[Value],
    *,
    name: str,
    time_zone: str,
    language: str,
) -> str:
    """One condition; the values must fit the type. Raises `CannotCompile`, which tells `name`."""
    if operator is Operator.IS_NULL:
        return f"{expression} IS NULL"
    if operator is Operator.IS_NOT_NULL:
        return f"{expression} IS NOT NULL"
    expected = {Operator.BETWEEN: 2, Operator.IN: None, Operator.NOT_IN: None}.get(operator, 1)
    if not values or (expected is not None and len(values) != expected):
        raise CannotCompile(sentence("bad_query", language, why=f"{name} {operator.value} {list(values)}"))
    try:
        return _compared(expression, type, operator, values, time_zone)
    except ValueError as error:  # BadValue, and dates that are none
        shown = ", ".join(str(value) for value in values)
        raise CannotCompile(sentence("bad_value", language, value=shown, name=name)) from error


def _compared(
    expression: str, type: ColumnType, operator: Operator, values: Sequence[Value], zone: str
) -> str:
    if operator is Operator.CONTAINS:
        return _contains(expression, type, values[0])
    if type in (ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ) and all(_is_day(value) for value in values):
        return _on_days(expression, type, operator, values, zone)
    literals = [literal(value, type, zone) for value in values]
    if operator in (Operator.IN, Operator.NOT_IN) and len(literals) > 1:
        word = "IN" if operator is Operator.IN else "NOT IN"
        return f"{expression} {word} ({', '.join(dict.fromkeys(literals))})"
    if operator is Operator.BETWEEN:
        return f"{expression} BETWEEN {literals[0]} AND {literals[1]}"
    single = {Operator.IN: Operator.EQUALS, Operator.NOT_IN: Operator.NOT_EQUALS}.get(operator, operator)
    return f"{expression} {_COMPARISONS[single]} {literals[0]}"


def _contains(expression: str, type: ColumnType, value: Value) -> str:
    if type is not ColumnType.TEXT or not isinstance(value, str):
        raise BadValue(value)
    pattern = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{expression} ILIKE {text_literal(f'%{pattern}%')}"


def _is_day(value: Value) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _on_days(
    expression: str, type: ColumnType, operator: Operator, values: Sequence[Value], zone: str
) -> str:
    """A timestamp compared with whole days: on a day is from its midnight to the next."""
    days = [value for value in values if isinstance(value, dt.date)]
    starts = [time_literal(_midnight(day), type, zone) for day in days]
    ends = [time_literal(_midnight(day) + dt.timedelta(days=1), type, zone) for day in days]
    if operator is Operator.LESS:
        return f"{expression} < {starts[0]}"
    if operator is Operator.LESS_OR_EQUAL:
        return f"{expression} < {ends[0]}"
    if operator is Operator.GREATER:
        return f"{expression} >= {ends[0]}"
    if operator is Operator.GREATER_OR_EQUAL:
        return f"{expression} >= {starts[0]}"
    if operator is Operator.BETWEEN:
        return f"{expression} >= {starts[0]} AND {expression} < {ends[1]}"
    spans = [f"({expression} >= {a} AND {expression} < {b})" for a, b in zip(starts, ends, strict=True)]
    negated = operator in (Operator.NOT_EQUALS, Operator.NOT_IN)
    return f"NOT ({' OR '.join(spans)})" if negated else f"({' OR '.join(spans)})"


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def is_strict(operator: Operator) -> bool:
    """Whether no unmatched (NULL) row can pass: then the join to it may drop such rows."""
    return operator is not Operator.IS_NULL
