"""A SELECT: its FROM, what it gives, and the clauses that may name both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from querying.guard.generic.columns import named
from querying.guard.generic.scope import Column, CommonTable, Scope, fold

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader

_LATE = ("group", "having", "order", "qualify")


class Selects:
    """Reads it for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source
        self.dialect = reader.dialect
        self.names = reader.names

    def read(self, select: exp.Expr, outer: Scope | None, tables: dict[str, CommonTable]) -> list[Column]:
        """The columns of a SELECT."""
        scope = Scope(outer, tables)
        source = select.args.get("from_")
        if source is not None:
            self.reader.from_clause.read(source.this, scope)
        for join in select.args.get("joins") or ():
            self.reader.joins.read(join, scope)
        columns = self._read_outputs(select, scope)
        scope.outputs = {fold(column.name): column for column in columns}
        if (distinct := select.args.get("distinct")) is not None:
            self.names.resolve(distinct, scope, aliases=True)
        for window in select.args.get("windows") or ():
            self.names.resolve(window, scope)
        if (where := select.args.get("where")) is not None:
            self.names.resolve(where, scope, aliases=self.dialect.aliases_in_where)
        for name in _LATE:
            if (part := select.args.get(name)) is not None:
                self.names.resolve(part, scope, aliases=True)
        return columns

    def _read_outputs(self, select: exp.Expr, scope: Scope) -> list[Column]:
        """What is given, each under its name; stars are written out."""
        if not select.expressions:
            raise self.source.refused("nothing-selected", select, part="SELECT")
        columns: list[Column] = []
        written: list[exp.Expr] = []
        for node in select.expressions:
            starred = self.reader.stars.read(node, scope)
            for expression, column in starred if starred is not None else [self._read(node, scope, columns)]:
                written.append(expression)
                columns.append(column)
        select.set("expressions", written)
        return columns

    def _read(self, node: exp.Expr, scope: Scope, before: list[Column]) -> tuple[exp.Expr, Column]:
        """One expression, which may name those before it where the database lets it."""
        if not isinstance(node, exp.Alias):
            node = named(node, node.name)
        scope.outputs = {fold(column.name): column for column in before}
        self.names.resolve(node, scope, aliases=self.dialect.aliases_in_where)
        known = self.reader.findings.types.get(id(node.this))
        return node, Column(node.alias, known.origin, known.type) if known is not None else Column(node.alias)
