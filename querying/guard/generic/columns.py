"""Columns of queries under other names, and names for what is written anew."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from querying.guard.generic.refusals import Source
from querying.guard.generic.scope import Column, Relation


def renamed(columns: Sequence[Column], alias: exp.Expr | None, source: Source) -> list[Column]:
    """The columns as they are seen from outside their query, under the names that an alias gives them."""
    outside = [Column(each.name, each.origin, each.type) for each in columns]
    names = [each.name for each in alias.args.get("columns") or ()] if alias is not None else []
    if len(names) > len(outside):
        raise source.refused("column-aliases", alias)
    named = [Column(name, each.origin, each.type) for name, each in zip(names, outside, strict=False)]
    return named + outside[len(names) :]


def opaque(columns: Sequence[Column]) -> list[Column]:
    """The columns without what is known of their values."""
    return [Column(column.name) for column in columns]


def identifier(name: str) -> exp.Identifier:
    """The name, quoted: it means nothing else."""
    return exp.to_identifier(name, quoted=True)


def reference(relation: Relation, column: Column, *, merged: bool = False) -> exp.Column:
    """A column of a relation, written out; one that USING merged belongs to no table."""
    table = identifier(relation.alias) if relation.alias and not merged else None
    return exp.Column(this=identifier(column.name), table=table)


def named(expression: exp.Expr, name: str) -> exp.Expr:
    """The expression as an output column of this name."""
    return exp.alias_(expression, name, quoted=True, copy=False)
