"""Joins: what they bring into a scope, and which columns they merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from querying.guard.generic.columns import identifier
from querying.guard.generic.scope import Relation, Scope, fold

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader


class Joins:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source

    def read(self, join: exp.Expr, scope: Scope) -> None:
        """Puts what is joined into the scope and resolves the names of the condition.

        What a SEMI or ANTI JOIN looks for is seen by its condition alone.
        """
        self.reader.from_clause.read(join.this, scope)
        if join.args.get("method") == "NATURAL":
            self._spell_out(join, scope)
        if using := join.args.get("using"):
            self._merge(using, scope)
        if (on := join.args.get("on")) is not None:
            self.reader.names.resolve(on, scope)
        if join.args.get("kind") in ("SEMI", "ANTI"):
            scope.relations.pop()

    def _spell_out(self, join: exp.Expr, scope: Scope) -> None:
        """NATURAL as USING of the columns that both sides may show: later ones don't change the join."""
        *before, last = scope.relations
        known = {
            fold(column.name)
            for relation in before
            for column in relation.columns
            if fold(column.name) not in relation.merged
        }
        shared = [column.name for column in last.columns if fold(column.name) in known]
        if not shared:
            raise self.source.refused("natural-nothing", join.this)
        join.set("method", None)
        join.set("using", [identifier(name) for name in shared])

    def _merge(self, using: list[exp.Expr], scope: Scope) -> None:
        """USING: the columns must be on both sides, and are one from here on."""
        *before, last = scope.relations
        for name in using:
            column = last.column(name.name)
            others = [found for each in before if (found := each.column(name.name)) is not None]
            if column is None or not others:
                raise self.source.refused("using-missing", name, column=name.name)
            for each in (column, *others):
                self.reader.findings.touch(each)
            name.replace(identifier(column.name))
        merged = last.merged | {fold(name.name) for name in using}
        scope.relations[-1] = Relation(last.alias, last.columns, last.schema, last.hidden, merged)
