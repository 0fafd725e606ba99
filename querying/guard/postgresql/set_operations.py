"""UNION, INTERSECT and EXCEPT, a recursive WITH query's among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.columns import Columns, carried, either
from querying.guard.postgresql.facts import Column
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import CommonTable, Level, Query, Relation
from querying.guard.postgresql.sizes import CARRIED
from querying.guard.postgresql.whole import place_of

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader


class SetOperations:
    """Reads both sides for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source

    def read(self, select: nodes.SelectStmt, level: Level, recursive: CommonTable | None) -> list[Column]:
        """The columns of both sides together. `recursive`: the WITH query that the right side may name."""
        left = self.reader.read(select.larg, level.outer, level.tables)
        if recursive is not None and select.op == nodes.SETOP_UNION:
            columns = [carried(column) for column in left.columns]
            recursive.columns = self.reader.with_clause.named_by(recursive, columns)
        right = self.reader.read(select.rarg, level.outer, level.tables)
        if recursive is not None and any(column.facts.size >= 2 * CARRIED for column in right.columns):
            raise self.source.refused("recursion-doubles", recursive.node.location)
        level.absorb_query(left)
        level.absorb_query(right)
        columns = self._both(select, left, right)
        self._read_order(select, level, columns)
        return columns

    def _both(self, select: nodes.SelectStmt, left: Query, right: Query) -> list[Column]:
        if len(left.columns) != len(right.columns):
            raise self.source.refused("set-columns", place_of(select.rarg))
        return [
            Column(one.name, either(one.facts, other.facts))
            for one, other in zip(left.columns, right.columns, strict=True)
        ]

    def _read_order(self, select: nodes.SelectStmt, level: Level, columns: list[Column]) -> None:
        result = Level(None, level.tables, [Relation(None, Columns(columns))])
        for item in select.sort_clause:
            if not item.sort_by.node.HasField("a_const"):
                self.reader.expressions.facts(item.sort_by.node, result)
