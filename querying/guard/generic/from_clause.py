"""FROM: what stands in it, and under which name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from querying.guard.generic.columns import renamed
from querying.guard.generic.scope import Column, Relation, Scope, fold

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader


class FromClause:
    """Reads it for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source
        self.dialect = reader.dialect

    def read(self, node: exp.Expr, scope: Scope) -> None:
        """Puts the relation into the scope. Raises GuardRefusal for a name that stands there already."""
        relation = self._relation(node, scope)
        names = {fold(each.alias) for each in scope.relations}
        if relation.alias and fold(relation.alias) in names:
            raise self.source.refused("alias-twice", part=relation.alias, alias=relation.alias)
        scope.relations.append(relation)

    def named(self, node: exp.Expr, columns: Sequence[Column], default: str) -> Relation:
        """What is no table, under its alias."""
        alias = node.args.get("alias")
        if alias is not None and alias.args.get("columns") and self.dialect.kind == "sqlite":
            raise self.source.refused("sqlite-columns", alias)
        return Relation(node.alias or default, renamed(columns, alias, self.source))

    def _relation(self, node: exp.Expr, scope: Scope) -> Relation:
        if isinstance(node, exp.Table):
            return self.reader.tables.read(node, scope)
        if isinstance(node, exp.Lateral):
            return self._derived(node, node.this, scope, lateral=True)
        if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
            return self._derived(node, node, scope, lateral=self.dialect.lateral)
        if isinstance(node, exp.Unnest) and self.dialect.lateral:
            self.reader.names.resolve_parts(node, scope)
            return self.named(node, [Column("unnest")], "unnest")
        raise self.source.refused("from-item", node)

    def _derived(self, node: exp.Expr, query: exp.Expr, scope: Scope, *, lateral: bool) -> Relation:
        if isinstance(query, exp.Subquery) and query is not node:
            query = query.this
        columns = self.reader.read(query, scope if lateral else scope.outer, scope.tables)
        return self.named(node, columns, "")
