"""UNION, INTERSECT, EXCEPT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from querying.guard.generic.columns import opaque, renamed
from querying.guard.generic.scope import Column, CommonTable, Scope, fold
from querying.guard.generic.with_clause import Itself

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader


class SetOperations:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source

    def read(
        self,
        query: exp.Expr,
        outer: Scope | None,
        tables: dict[str, CommonTable],
        itself: Itself | None,
    ) -> list[Column]:
        """The columns of both sides: named as those of the left one, of an origin where it is the same."""
        left = self.reader.read(query.this, outer, tables)
        if itself is not None:
            known = CommonTable(itself.name, opaque(renamed(left, itself.alias, self.source)))
            tables = tables | {fold(itself.alias.name): known}
        right = self.reader.read(query.expression, outer, tables)
        if query.args.get("by_name"):
            columns = _by_name(left, right)
            self.reader.read_result_order(query, columns, tables)
            return columns
        if len(left) != len(right):
            raise self.source.refused("set-columns", query.expression)
        columns = [
            Column(one.name, one.origin if one.origin == other.origin else None)
            for one, other in zip(left, right, strict=True)
        ]
        self.reader.read_result_order(query, columns, tables)
        return columns


def _by_name(left: list[Column], right: list[Column]) -> list[Column]:
    """The columns of either side, those of the left one first."""
    others = {fold(column.name): column for column in right}
    own = {fold(column.name) for column in left}
    both = [
        Column(
            one.name,
            one.origin if (other := others.get(fold(one.name))) and other.origin == one.origin else None,
        )
        for one in left
    ]
    return both + [Column(column.name) for column in right if fold(column.name) not in own]
