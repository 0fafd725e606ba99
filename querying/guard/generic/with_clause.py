"""WITH: which queries may name which, under which name of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from querying.guard.generic.columns import identifier, opaque, renamed
from querying.guard.generic.scope import CommonTable, Scope, fold

if TYPE_CHECKING:
    from querying.guard.generic.reader import Reader

_LONGEST_NAME = 54
"""Of what the asker called it: ours has a number behind it, and names have at most 60 characters."""


@dataclass(frozen=True, slots=True)
class Itself:
    """A WITH query that may name itself, and the name of ours that it gets."""

    alias: exp.Expr
    name: str


class WithClause:
    """Reads it for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.source = reader.source
        self.common_tables = 0

    def bind(
        self, query: exp.Expr, outer: Scope | None, tables: dict[str, CommonTable]
    ) -> dict[str, CommonTable]:
        """The WITH names that a query sees: those around it and its own, in the order they are given."""
        clause = query.args.get("with_")
        if clause is None:
            return tables
        tables = dict(tables)
        own: set[str] = set()
        for node in clause.expressions:
            name = node.alias
            if fold(name) in own:
                raise self.source.refused("with-twice", node.args["alias"], name=name)
            own.add(fold(name))
            self._bind_one(node, outer, tables, recursive=bool(clause.args.get("recursive")))
        return tables

    def _bind_one(
        self, node: exp.Expr, outer: Scope | None, tables: dict[str, CommonTable], *, recursive: bool
    ) -> None:
        alias, body = node.args["alias"], node.this
        self.common_tables += 1
        ours = f"{alias.name[:_LONGEST_NAME]}#{self.common_tables}"
        itself = Itself(alias, ours) if recursive and isinstance(body, exp.Union) else None
        columns = renamed(self.reader.read(body, outer, tables, itself), alias, self.source)
        tables[fold(alias.name)] = CommonTable(ours, opaque(columns) if itself is not None else columns)
        alias.set("this", identifier(ours))
