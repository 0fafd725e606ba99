"""What a name in an expression means: a column of this query, or of one around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from querying.catalog import ColumnType
from querying.guard.generic.columns import identifier
from querying.guard.generic.scope import Column, Relation, Scope, fold
from querying.guard.guarded import GuardRefusal

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader

_WITHOUT_FIELDS = frozenset(ColumnType) - {ColumnType.JSON, ColumnType.ARRAY}


class Names:
    """Resolves them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source
        self.dialect = reader.dialect
        self.findings = reader.findings

    def resolve(self, node: exp.Expr, scope: Scope, *, aliases: bool = False) -> None:
        """Every name in an expression; queries in it are read as what they are.

        `aliases`: whether output columns of the scope may be named. Raises GuardRefusal.
        """
        if isinstance(node, exp.Column):
            self._column(node, scope, aliases=aliases)
        elif isinstance(node, exp.Query):
            self.reader.read(node, scope, scope.tables)
        else:
            for child in list(node.iter_expressions()):
                self.resolve(child, scope, aliases=aliases)

    def resolve_parts(self, node: exp.Expr, scope: Scope) -> None:
        """The names in what is given to a function in FROM."""
        for child in list(node.iter_expressions()):
            if not isinstance(child, exp.TableAlias):
                self.resolve(child, scope)

    def relation_of(self, node: exp.Expr, scope: Scope) -> Relation:
        """The relation that `alias.column` names."""
        relation = _named_relation(node, scope)
        if relation is None:
            table = node.args["table"]
            raise self.source.refused("unknown-alias", table, alias=table.name)
        node.set("table", identifier(relation.alias))
        return relation

    def _column(self, node: exp.Expr, scope: Scope, *, aliases: bool) -> None:
        if isinstance(node.this, exp.Star):
            raise self.source.refused("star", node, part="*")
        is_qualified = node.args.get("table") is not None
        if is_qualified and self.dialect.fields and _named_relation(node, scope) is None:
            node = self._in_brackets(node, scope)
            is_qualified = node.args.get("table") is not None
        if is_qualified:
            relation = self.relation_of(node, scope)
            relations, column = [relation], relation.column(node.name)
        else:
            column = self._unqualified(node, scope, aliases=aliases)
            relations = (
                [] if column is not None else [each for one in scope.chain() for each in one.relations]
            )
        if column is None:
            raise self._no_column(node, relations)
        node.set("db", None)
        node.set("this", identifier(column.name))
        self.findings.types[id(node)] = column
        self.findings.touch(column)

    def _in_brackets(self, node: exp.Expr, scope: Scope) -> exp.Expr:
        """Puts `(a)['b']` in the place of `a.b`, where no relation is called a; gives the column a in it."""
        first, *rest = [part for name in ("db", "table", "this") if (part := node.args.get(name)) is not None]
        column = exp.Column(this=first.copy())
        relation = scope.relation(first.name) if len(rest) > 1 else None
        if relation is not None:
            column = exp.Column(this=rest.pop(0).copy(), table=first.copy())
            found = relation.column(column.name)
            if found is None:
                raise self._no_column(column, [relation])
        else:
            found = self._unqualified(column, scope, aliases=True)
        if found is None or found.type in _WITHOUT_FIELDS:
            raise self.source.refused("unknown-alias", first, alias=first.name)
        value: exp.Expr = column
        for field in rest:
            value = exp.Bracket(this=value, expressions=[exp.Literal.string(field.name)])
        node.replace(value)
        return column

    def _unqualified(self, node: exp.Expr, scope: Scope, *, aliases: bool) -> Column | None:
        """What the nearest scope that knows the name means by it."""
        for depth, one in enumerate(scope.chain()):
            found = [
                column
                for relation in one.relations
                if (column := relation.column(node.name)) is not None
                and fold(column.name) not in relation.merged
            ]
            output = one.outputs.get(fold(node.name)) if aliases and depth == 0 else None
            if len(found) > 1 and output is None:
                raise self.source.refused("ambiguous-column", node, column=node.name)
            if found:
                return found[0]
            if output is not None:
                return Column(output.name)
        return None

    def _no_column(self, node: exp.Expr, relations: list[Relation]) -> GuardRefusal:
        if any(fold(name) == fold(node.name) for relation in relations for name in relation.hidden):
            rule = "hidden-column"
        else:
            is_text = self.dialect.kind == "sqlite" and node.this.args.get("quoted")
            rule = "quoted-text" if is_text else "unknown-column"
        return self.source.refused(rule, node.this, column=node.name)


def _named_relation(node: exp.Expr, scope: Scope) -> Relation | None:
    schema = node.args.get("db")
    return scope.relation(node.args["table"].name, schema.name if schema is not None else "")
