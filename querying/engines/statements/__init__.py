"""What a guarded statement asks of each table, read from its own SQL: plans often tell names alone.

Conditions are taken from the statement, never from the plan: what a database prints there may hold values
that it looked up on the way. To be found in the plan, each table gets a name that no other has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from querying.catalog import TableKey
from querying.engines.plans import Condition

UNKNOWN_KEYS = (Condition("", known=False),)
"""The keys of a sort or group of which nobody can say what they are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one SELECT does with its rows; `name` is that of the WITH query or derived table that it is."""

    name: str = ""
    groups: tuple[Condition, ...] = ()
    sorts: tuple[Condition, ...] = ()
    is_aggregated: bool = False
    is_distinct: bool = False
    has_windows: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A base table of the statement. `alias` is its name in the plan, `outside` in the SELECT that reads it.

    `asked` is None for what the guard looks up. `scope` cuts the table to the asker's rows, `filters` is what
    they ask of its columns; where it is `fenced` they are tried after the table was read.
    """

    alias: str
    table: TableKey
    outside: str = ""
    asked: Asked | None = None
    scope: tuple[Condition, ...] = ()
    filters: tuple[Condition, ...] = ()
    fenced: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """A condition on columns of two tables."""

    aliases: frozenset[str]
    condition: Condition


@dataclass(frozen=True, slots=True)
class Statement:
    """`sql` says what the guarded SQL says, with a name for each table.

    `with_queries` are the names of WITH queries by the aliases under which they are read.
    """

    sql: str
    leaves: Mapping[str, Leaf]
    joins: tuple[Joined, ...] = ()
    selects: tuple[Asked, ...] = ()
    with_queries: Mapping[str, str] = field(default_factory=dict)

    def of_table(self, name: str) -> list[Leaf]:
        """The leaves that read the table of this name."""
        return [leaf for leaf in self.leaves.values() if leaf.table[1] == name]

    def between(self, before: Collection[str], alias: str) -> tuple[Condition, ...]:
        """The conditions that join a table to those before it."""
        return tuple(
            one.condition
            for one in self.joins
            if alias in one.aliases and all(other in before for other in one.aliases - {alias})
        )
