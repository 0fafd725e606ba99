"""How statements about people are written, where that differs from engine to engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Protocol

from querying.guard.postgresql.parse import parse, render
from querying.limits import LIMITS, Purpose

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,40}")


class PeopleSql(Protocol):
    """One engine's way. What it gives is text, yet to be guarded.

    `prints_freely` where a print may be of another form than what was written: then it is the print, which
    runs, whose columns are judged.
    """

    @property
    def prints_freely(self) -> bool: ...

    def printed(self, sql: str) -> str:
        """A statement printed from its tree, fit to stand in parentheses. Raises GuardRefusal."""

    def name(self, name: str) -> str:
        """A name, quoted."""

    def literal(self, value: str, *, is_number: bool) -> str:
        """A key as a literal."""

    def within(self, select: str, inner: str, place: int, width: int) -> str:
        """`select ... IN`, and what column `place` (from 0) of `width` columns of `inner` holds."""


class _PostgreSQL:
    prints_freely = False

    def printed(self, sql: str) -> str:
        return render(parse(sql))

    def name(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def literal(self, value: str, *, is_number: bool) -> str:
        return str(int(value)) if is_number else "'" + value.replace("'", "''") + "'"

    def within(self, select: str, inner: str, place: int, width: int) -> str:
        # Made of a guarded query's print, and guarded again before it runs.
        return f"{select} (SELECT named.c{place + 1} FROM ({inner}) AS named({_names(width)}))"  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Generic:
    """An engine of the generic guard, whose parser is loaded where a source needs it."""

    kind: str
    prints_freely: ClassVar[bool] = True

    def printed(self, sql: str) -> str:
        from querying.guard.generic.writing import printed

        return printed(sql, self.kind, LIMITS[Purpose.AUDIENCE])

    def name(self, name: str) -> str:
        from querying.guard.generic.writing import quoted_name

        return quoted_name(name, self.kind)

    def literal(self, value: str, *, is_number: bool) -> str:
        from querying.guard.generic.writing import quoted_text

        # SQLite keeps text in columns of numbers too.
        if is_number and _WHOLE_NUMBER.fullmatch(value):
            return str(int(value))
        return quoted_text(value, self.kind)

    def within(self, select: str, inner: str, place: int, width: int) -> str:
        # Neither SQLite nor MariaDB can name the columns of a derived table; all can those of WITH.
        named = f"WITH named({_names(width)}) AS ({inner})"
        return f"{named} {select} (SELECT named.c{place + 1} FROM named)"  # noqa: S608


def _names(width: int) -> str:
    return ", ".join(f"c{number}" for number in range(1, width + 1))


PEOPLE_SQL: dict[str, PeopleSql] = {
    "postgresql": _PostgreSQL(),
    "sqlite": _Generic("sqlite"),
    "mysql": _Generic("mysql"),
    "duckdb": _Generic("duckdb"),
}
"""By the engine's kind."""
