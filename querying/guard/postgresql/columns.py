"""Columns as they pass from a table or a query to what stands around it."""

from __future__ import annotations

from collections.abc import Iterable

from querying.catalog import CatalogColumn, ColumnType
from querying.guard.postgresql.facts import NO_LEAVES, Column, Facts, Leaf, changed, union
from querying.guard.postgresql.kinds import common_kind, kind_of_sql_type
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.sizes import CARRIED, SHORT, SHORT_KINDS
from querying.guard.refusals import Source


def leaf_column(leaf: Leaf, column: CatalogColumn) -> Column:
    """A base table's column as the derived table in its place gives it."""
    kind, extension = kind_of_sql_type(column.sql_type)
    if column.masked and column.type is ColumnType.TEXT:
        kind, extension = "text", None
    facts = Facts(
        kind,
        frozenset({leaf}),
        plain=(leaf, column.name),
        origin=(leaf.table.key, column.name),
        extension=extension,
    )
    return Column(column.name, facts)


def derived_column(column: Column) -> Column:
    """The column as the query around sees it."""
    facts = changed(column.facts, plain=None, opaque=False, constant=False, literal=None)
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
    return changed(union([one, other]), kind=common_kind([one.kind, other.kind]), origin=origin)


def renamed(
    columns: list[Column], aliases: Iterable[nodes.Node], source: Source, location: int
) -> list[Column]:
    """The columns under the names of a column-alias list, which may be shorter. Raises GuardRefusal."""
    names = [name.string.sval for name in aliases]
    if len(names) > len(columns):
        raise source.refused("column-aliases", location)
    named = [changed(column, name=name) for column, name in zip(columns, names, strict=False)]
    return named + columns[len(names) :]
