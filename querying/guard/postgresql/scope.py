"""SQL's rules for what a name means: columns and aliases by query level, WITH names by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from querying.guard.postgresql.columns import Columns
from querying.guard.postgresql.facts import Column, Leaf
from querying.guard.postgresql.parse import Message, nodes


@dataclass(eq=False, slots=True)
class Relation:
    """Something in FROM. Inside a join its columns are named through the join, its alias still is."""

    alias: str | None
    columns: Columns
    schema: str | None = None  # of a table without an alias, which may be named with its schema
    leaf: Leaf | None = None
    named: bool = True
    searched: bool = True
    node: Message | None = None  # what it is in the tree

    def find(self, name: str) -> list[Column]:
        return self.columns.find(name)


@dataclass(eq=False, slots=True)
class Level:
    """One query: what stands in its FROM, the WITH names it sees, and the query around it."""

    outer: Level | None
    tables: CommonTables
    relations: list[Relation] = field(default_factory=list)
    raising: bool = False  # something in it may raise, wherever it stands
    reached_out: set[Leaf] = field(default_factory=set)  # leaves of outer levels that it looks at
    reached_levels: set[Level] = field(default_factory=set)
    aggregated: bool = False
    set_returning: bool = False
    bare: dict[Leaf, dict[str, nodes.ColumnRef]] = field(default_factory=dict)  # named outside of aggregates

    def absorb(self, part: Level) -> None:
        """What a part of a query looks at around the query, the query does."""
        self.raising = self.raising or part.raising
        self.reached_out.update(part.reached_out)
        self.reached_levels.update(part.reached_levels)

    def absorb_query(self, query: Query) -> None:
        """The same of a query that stands in it."""
        self.raising = self.raising or query.raising
        self.reached_out.update(query.reached_out)
        self.reached_levels.update(query.reached_levels - {self})

    def named(self, alias: str) -> list[Relation]:
        return [relation for relation in self.relations if relation.named and relation.alias == alias]

    def find(self, name: str) -> list[Column]:
        found: list[Column] = []
        for relation in self.relations:
            if relation.searched:
                found += relation.columns.find(name)
        return found

    def star(self) -> list[Column]:
        return [column for relation in self.relations if relation.searched for column in relation.columns]

    def leaves(self) -> Iterator[Leaf]:
        for relation in self.relations:
            if relation.leaf is not None:
                yield relation.leaf
            for column in relation.columns:
                yield from column.facts.leaves


@dataclass(frozen=True, slots=True)
class Query:
    """What a query gives: its columns; whether anything in it may raise; which outer leaves it looks at."""

    columns: list[Column]
    raising: bool
    reached_out: frozenset[Leaf]
    reached_levels: frozenset[Level]
    single_row: bool


@dataclass(eq=False, slots=True)
class CommonTable:
    """A WITH query. Its columns are known once it was read; while it is read it may name itself."""

    node: nodes.CommonTableExpr
    scope: CommonTables  # what it sees itself
    level: Level  # of the query that it belongs to
    columns: list[Column] | None = None
    being_read: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class CommonTables:
    """The WITH names that a place can see, the innermost first."""

    own: Mapping[str, CommonTable] = field(default_factory=dict)
    around: CommonTables | None = None

    def find(self, name: str) -> CommonTable | None:
        scope: CommonTables | None = self
        while scope is not None:
            if name in scope.own:
                return scope.own[name]
            scope = scope.around
        return None
