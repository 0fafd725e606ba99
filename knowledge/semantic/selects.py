"""The lay-out of a SELECT that people read: one clause a line, one column a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.semantic.names import quote

MOST_ROWS = 10_000
"""The largest LIMIT that a query may ask for."""

_COLUMN = re.compile(r'[\w."]+')


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT by its parts. `columns` are (expression, name); the first `grouped` are grouped by."""

    columns: Sequence[tuple[str, str]]
    sources: Sequence[str]  # FROM and JOIN lines
    where: Sequence[str] = ()
    grouped: int = 0
    having: Sequence[str] = ()
    order: Sequence[str] = ()
    limit: int | None = None
    distinct: bool = False

    def __str__(self) -> str:
        lines = ["SELECT DISTINCT" if self.distinct else "SELECT"]
        lines.append(",\n".join(f"  {_named(expression, name)}" for expression, name in self.columns))
        lines += self.sources
        lines += _conditions("WHERE", self.where)
        if self.grouped:
            lines.append(f"GROUP BY {', '.join(str(number + 1) for number in range(self.grouped))}")
        lines += _conditions("HAVING", self.having)
        if self.order:
            lines.append(f"ORDER BY {', '.join(self.order)}")
        if self.limit is not None:
            lines.append(f"LIMIT {self.limit}")
        return "\n".join(lines)


def with_parts(parts: Sequence[tuple[str, str]], select: Select) -> str:
    """The SELECT with named queries before it: `parts` are (name, SQL)."""
    named = ",\n".join(f"{quote(name)} AS (\n{_indented(sql)}\n)" for name, sql in parts)
    return f"WITH {named}\n{select}"


def _named(expression: str, name: str) -> str:
    bare = _COLUMN.fullmatch(expression) and expression.rpartition(".")[2] == quote(name)
    return expression if bare else f"{expression} AS {quote(name)}"


def _conditions(word: str, conditions: Sequence[str]) -> list[str]:
    return [f"{word if number == 0 else '  AND'} {text}" for number, text in enumerate(conditions)]


def _indented(sql: str) -> str:
    return "\n".join(f"  {line}" for line in sql.splitlines())
