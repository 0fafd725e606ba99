"""Which names a query sees: what stands in FROM, what WITH defines, what its own columns are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from querying.catalog import CatalogTable, ColumnType, TableKey


def fold(name: str) -> str:
    """Names are told apart without regard to case: of two that only differ so, none can be reached."""
    return name.lower()


@dataclass(eq=False, slots=True)
class Leaf:
    """A reference to a base table in the tree, to be replaced by what may be seen of it."""

    table: CatalogTable
    node: exp.Expr
    used: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a relation. `leaf` is the base table it belongs to, `type` its type where that is known.

    `origin` is the base table's column whose values it holds, also through derived tables.
    """

    name: str
    origin: tuple[TableKey, str] | None = None
    type: ColumnType | None = None
    leaf: Leaf | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What stands in FROM under a name."""

    alias: str
    columns: Sequence[Column]
    schema: str = ""
    hidden: frozenset[str] = frozenset()
    merged: frozenset[str] = frozenset()
    """Columns (folded) that JOIN ... USING made one with those before it."""

    other_name: str = ""
    """What its only column may be called, too."""

    def column(self, name: str) -> Column | None:
        """The column of this name; the exact spelling first, then any case, unless that says two."""
        exact = next((column for column in self.columns if column.name == name), None)
        if exact is not None:
            return exact
        found = [column for column in self.columns if fold(column.name) == fold(name)]
        if not found and self.other_name == fold(name):
            return self.columns[0]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class CommonTable:
    """A WITH query: `name` is ours, a name that no table has."""

    name: str
    columns: Sequence[Column]


@dataclass(eq=False, slots=True)
class Scope:
    """One SELECT: its relations, the scope around it, and what its output columns are called."""

    outer: Scope | None
    tables: dict[str, CommonTable]
    relations: list[Relation] = field(default_factory=list)
    outputs: dict[str, Column] = field(default_factory=dict)

    def chain(self) -> Iterator[Scope]:
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.outer

    def relation(self, alias: str, schema: str = "") -> Relation | None:
        """The relation of this name in the nearest scope that has one."""
        for scope in self.chain():
            for relation in scope.relations:
                if fold(relation.alias) == fold(alias) and (not schema or relation.schema == schema):
                    return relation
        return None
