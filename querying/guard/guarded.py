"""What the guard hands on: the only thing that the runner accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from querying.catalog import ColumnType, TableKey
from querying.limits import Purpose


@dataclass(frozen=True, slots=True)
class Output:
    """A column of a result; `origin` is the base table's column whose values it holds, where that is sure.

    `type` is that of a plain column, for engines whose results carry none.
    """

    name: str
    origin: tuple[TableKey, str] | None = None
    type: ColumnType | None = None


@dataclass(frozen=True, slots=True)
class GuardedQuery:
    """SQL that passed every wall, scoped, masked and limited for one asker.

    Made by `querying.guard.guard` alone. `masked` lists `table.column` of masked columns that the query
    touches; `row_cap` is the LIMIT that was put around it, so one row more tells truncation. `timeless` where
    the statement surely does not ask for the clock. `filtered_by` are the tables that row filters look into,
    whether the asker may see them or not.
    """

    original: str
    sql: str
    engine: str
    purpose: Purpose
    row_cap: int | None
    tables: tuple[TableKey, ...]
    masked: tuple[str, ...] = ()
    time_zone: str = "UTC"
    outputs: tuple[Output, ...] = ()
    timeless: bool = False
    filtered_by: tuple[TableKey, ...] = ()


class GuardRefusal(Exception):
    """A statement that will not run. `code` is one of contracts.md's `sql.*`, `rule` a name of rules.py.

    `message` is fit for the asker: English, until a service puts it into the asker's language by `template`
    and `values`. `part` is the offending text, `position` its character offset in the original SQL, where
    there is one.
    """

    def __init__(
        self,
        code: str,
        template: str,
        *,
        part: str = "",
        position: int | None = None,
        rule: str = "",
        values: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        self.code = code
        self.rule = rule
        self.template = template
        self.values = values
        self.message = self.english
        self.part = part
        self.position = position
        super().__init__(self.message)

    @property
    def english(self) -> str:
        """The sentence as rules.py has it."""
        return self.template % self.values if self.rule else self.template
