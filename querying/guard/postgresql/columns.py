"""Columns as they pass from a table or a query to what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from querying.catalog import CatalogColumn, ColumnType
from querying.guard.postgresql.facts import NO_LEAVES, Column, Facts, Leaf, changed, union
from querying.guard.postgresql.kinds import come_together, common_kind, kind_of_sql_type
from querying.guard.postgresql.parse import Message, nodes
from querying.guard.postgresql.sizes import CARRIED, SHORT, SHORT_KINDS
from querying.guard.postgresql.whole import place_of
from querying.guard.refusals import Source


class Columns:
    """The columns of a relation."""

    def __init__(self, columns: list[Column]) -> None:
        self._columns = columns

    def __iter__(self) -> Iterator[Column]:
        return iter(self._columns)

    def find(self, name: str) -> list[Column]:
        """Those of this name."""
        return [column for column in self._columns if column.name == name]


class LeafColumns(Columns):
    """Of a base table; each is made when it is named, for most of a wide table's never are."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._leaves = frozenset({leaf})
        self._made: dict[str, list[Column]] = {}

    def __iter__(self) -> Iterator[Column]:
        return (self.find(column.name)[0] for column in self._leaf.table.columns)

    def find(self, name: str) -> list[Column]:
        """The one of this name, or none."""
        made = self._made.get(name)
        if made is None:
            column = self._leaf.table.column(name)
            made = self._made[name] = [] if column is None else [self._column(column)]
        return made

    def _column(self, column: CatalogColumn) -> Column:
        """As the derived table in the place of the table gives it."""
        kind, extension = kind_of_sql_type(column.sql_type)
        if column.masked and column.type is ColumnType.TEXT:
            kind, extension = "text", None
        facts = Facts(
            kind,
            self._leaves,
            own=True,
            plain=(self._leaf, column.name),
            origin=(self._leaf.table.key, column.name),
            extension=extension,
        )
        return Column(column.name, facts)


class JoinedColumns(Columns):
    """Of a join: those that it merges, then the others of both sides."""

    def __init__(self, merged: list[Column], sides: list[Columns]) -> None:
        self._merged = merged
        self._names = {column.name for column in merged}
        self._sides = sides

    def __iter__(self) -> Iterator[Column]:
        yield from self._merged
        for side in self._sides:
            yield from (column for column in side if column.name not in self._names)

    def find(self, name: str) -> list[Column]:
        """Those of this name."""
        if name in self._names:
            return [column for column in self._merged if column.name == name]
        return [column for side in self._sides for column in side.find(name)]


def derived_column(column: Column) -> Column:
    """The column as the query around sees it."""
    facts = changed(
        column.facts, plain=None, opaque=False, constant=False, literal=None, own=True, outer=False
    )
    return changed(column, facts=facts)


def opaque(column: Column) -> Column:
    """The column of a query that no condition from outside can reach into."""
    return changed(column, facts=changed(column.facts, leaves=NO_LEAVES, raising=False, volatile=False))


def carried(column: Column) -> Column:
    """The column of a recursive query as its next step sees it."""
    facts = opaque(column).facts
    return changed(column, facts=changed(facts, size=SHORT if facts.kind in SHORT_KINDS else CARRIED))


def either(one: Facts, other: Facts) -> Facts:
    """Of a column that is made by both sides of a UNION."""
    origin = one.origin if one.origin == other.origin else None
    kinds = [one.kind, other.kind]
    return changed(union([one, other], common_kind(kinds), safe=come_together(kinds)), origin=origin)


def renamed(
    columns: list[Column], aliases: Iterable[nodes.Node], source: Source, where: Message
) -> list[Column]:
    """The columns under the names of a column-alias list, which may be shorter.

    `where`: what the list belongs to. Raises GuardRefusal.
    """
    names = [name.string.sval for name in aliases]
    if not names:
        return columns
    if len(names) > len(columns):
        raise source.refused("column-aliases", place_of(where))
    named = [changed(column, name=name) for column, name in zip(columns, names, strict=False)]
    return named + columns[len(names) :]
