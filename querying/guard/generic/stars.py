"""`*` and `u.*`: written out, so that a column which comes later is not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from querying.guard.generic.columns import named, reference
from querying.guard.generic.scope import Column, Relation, Scope, fold

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader


class Stars:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source

    def read(self, node: exp.Expr, scope: Scope) -> list[tuple[exp.Expr, Column]] | None:
        """What a star stands for; None for any other expression."""
        star = node.this if isinstance(node, exp.Column) else node
        if not isinstance(star, exp.Star):
            return None
        if not scope.relations:
            raise self.source.refused("star-without-from", node, part="*")
        left_out = {fold(each.name) for each in star.args.get("except_") or ()}
        found = [
            (self._written(relation, column, merged), Column(column.name, column.origin, column.type))
            for relation, column, merged in self._columns(node, scope)
            if fold(column.name) not in left_out
        ]
        if not found:
            raise self.source.refused("nothing-left", node, part="*")
        return found

    def _columns(self, node: exp.Expr, scope: Scope) -> list[tuple[Relation, Column, bool]]:
        """Each column with its relation, and whether USING merged it; such a one is given once."""
        if isinstance(node, exp.Column):
            relation = self.reader.names.relation_of(node, Scope(None, {}, scope.relations))
            return [(relation, column, False) for column in relation.columns]
        merged = frozenset().union(*(relation.merged for relation in scope.relations))
        return [
            (relation, column, fold(column.name) in merged)
            for relation in scope.relations
            for column in relation.columns
            if fold(column.name) not in relation.merged
        ]

    def _written(self, relation: Relation, column: Column, merged: bool) -> exp.Expr:
        self.reader.findings.touch(column)
        return named(reference(relation, column, merged=merged), column.name)
