"""FROM: what stands in it, and under which name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from querying.guard.generic.columns import identifier, named, reference, renamed
from querying.guard.generic.scope import Column, Relation, Scope, fold

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader

_INSIDE = "named"


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
        return Relation(node.alias or default, renamed(columns, alias, self.source))

    def function(self, node: exp.Expr, names: Sequence[str], default: str) -> Relation:
        """What a function gives. In DuckDB an alias is also the name of its only column."""
        alias = node.args.get("alias")
        if alias is not None and self.dialect.functions_name_their_column and len(names) == 1:
            if not alias.args.get("columns"):
                alias.set("columns", [alias.this.copy()])
            columns = renamed([Column(names[0])], alias, self.source)
            return Relation(node.alias, columns, other_name=names[0])
        return self.named(node, [Column(name) for name in names], default)

    def _relation(self, node: exp.Expr, scope: Scope) -> Relation:
        if isinstance(node, exp.Table):
            return self.reader.tables.read(node, scope)
        if isinstance(node, exp.Lateral):
            return self._derived(node, node.this, scope, lateral=True)
        if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
            return self._derived(node, node, scope, lateral=self.dialect.lateral)
        if isinstance(node, exp.Unnest) and self.dialect.lateral:
            self.reader.names.resolve_parts(node, scope)
            return self.function(node, ["unnest"], "unnest")
        raise self.source.refused("from-item", node)

    def _derived(self, node: exp.Expr, query: exp.Expr, scope: Scope, *, lateral: bool) -> Relation:
        if isinstance(query, exp.Subquery) and query is not node:
            query = query.this
        columns = self.reader.read(query, scope if lateral else scope.outer, scope.tables)
        relation = self.named(node, columns, "")
        if not self.dialect.column_lists and (alias := node.args.get("alias")) and alias.args.get("columns"):
            self._name_inside(node, columns, relation)
        return relation

    def _name_inside(self, node: exp.Expr, columns: Sequence[Column], relation: Relation) -> None:
        """`(SELECT ...) AS a(x, y)` where the database takes no such list: a SELECT gives the names."""
        if len({fold(column.name) for column in columns}) < len(columns):
            raise self.source.refused("column-list", node.args["alias"])
        inside = Relation(_INSIDE, columns)
        outputs = [
            named(reference(inside, old), new.name)
            for old, new in zip(columns, relation.columns, strict=True)
        ]
        inner = exp.Subquery(this=node.this, alias=exp.TableAlias(this=identifier(_INSIDE)))
        node.set("this", exp.Select(expressions=outputs, from_=exp.From(this=inner)))
        node.args["alias"].set("columns", None)
