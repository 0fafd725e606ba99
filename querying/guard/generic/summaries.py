"""DuckDB's SUMMARIZE as plain SQL: aggregates of each column of a query, one row a column.

What it gives is guarded like any other statement: the text made here goes through all walls.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from querying.catalog import ColumnType
from querying.guard.generic.scope import Column
from querying.guard.refusals import refused

_SUMMARIZE = re.compile(r"(\s*)summarize\b(?=(\s*\(|\s+(?:select|with|from)\b)?)", re.IGNORECASE)

MOST_COLUMNS = 60
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)
_MOMENTS = (ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ)
_OUTPUTS = (
    ("column_name", "{text}"),
    ("column_type", "any_value(typeof({name}))"),
    ("min", "CAST(min({name}) AS TEXT)"),
    ("max", "CAST(max({name}) AS TEXT)"),
    ("approx_unique", "approx_count_distinct({name})"),
    ("avg", "CAST(avg({measured}) AS TEXT)"),
    ("std", "CAST(stddev({number}) AS TEXT)"),
    ("q25", "CAST(approx_quantile({measured}, 0.25) AS TEXT)"),
    ("q50", "CAST(approx_quantile({measured}, 0.5) AS TEXT)"),
    ("q75", "CAST(approx_quantile({measured}, 0.75) AS TEXT)"),
    ("count", "count(*)"),
    ("null_percentage", "round(100 * (count(*) - count({name})) / nullif(count(*), 0), 2)"),
)
"""What DuckDB's own gives, in its order."""


def summarized(sql: str) -> str | None:
    """The query that a SUMMARIZE is about, each word where it stood; None for any other statement."""
    found = _SUMMARIZE.match(sql)
    if found is None:
        return None
    return f"{found[1]}{'         ' if found[2] else 'FROM     '}{sql[found.end() :]}"


def summary(sql: str, columns: Sequence[Column]) -> str:
    """A statement that tells of each of these columns of `sql`, all in one reading. Raises GuardRefusal."""
    if len(columns) > MOST_COLUMNS:
        raise refused("columns", most=MOST_COLUMNS)
    outputs = ", ".join(
        f"unnest([{', '.join(_written(expression, column) for column in columns)}]) AS {_quoted(name)}"
        for name, expression in _OUTPUTS
    )
    return f"SELECT {outputs} FROM ({sql}) AS summarized"  # noqa: S608  (guarded as a whole)


def _written(expression: str, column: Column) -> str:
    name = _quoted(column.name)
    text = "'" + column.name.replace("'", "''") + "'"
    number = _as_number(name, column.type)
    measured = name if column.type in _MOMENTS else number
    return expression.format(text=text, name=name, number=number, measured=measured)


def _as_number(name: str, kind: ColumnType | None) -> str:
    """The column where it surely holds numbers; of what is not known, what is no text and can be one."""
    if kind in _NUMBERS:
        return name
    if kind is not None:
        return "CAST(NULL AS DOUBLE)"
    return f"CASE WHEN typeof({name}) <> 'VARCHAR' THEN TRY_CAST({name} AS DOUBLE) END"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
