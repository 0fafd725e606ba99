"""`*` and `u.*`: written out, so that a column which comes later is not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from querying.guard.generic.columns import named, reference
from querying.guard.generic.forms.pivots import MAY_BE_EMPTY
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
        columns = [each for each in self._columns(node, scope) if fold(each[1].name) not in left_out]
        if not columns and not star.meta.get(MAY_BE_EMPTY):
            raise self.source.refused("nothing-left", node, part="*")
        replaced = {fold(each.alias): each for each in star.args.get("replace") or ()}
        fresh = {fold(each.this.name): each.alias for each in star.args.get("rename") or ()}
        for missing in {*replaced, *fresh} - {fold(column.name) for _relation, column, _merged in columns}:
            raise self.source.refused("unknown-column", part=missing, column=missing)
        for expression in replaced.values():
            self.reader.names.resolve(expression, scope)
        return [
            (replaced[key].copy(), Column(replaced[key].alias))
            if (key := fold(column.name)) in replaced
            else self._written(relation, column, merged, fresh.get(key, column.name))
            for relation, column, merged in columns
        ]

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

    def _written(
        self, relation: Relation, column: Column, merged: bool, name: str
    ) -> tuple[exp.Expr, Column]:
        self.reader.findings.touch(column)
        written = named(reference(relation, column, merged=merged), name)
        return written, Column(name, column.origin, column.type)
