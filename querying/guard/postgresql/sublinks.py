"""Queries inside expressions: scalar ones, EXISTS, IN, ANY, ALL, ARRAY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.facts import Facts, changed, union
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.risk import comparison_is_safe
from querying.guard.postgresql.scope import Level, Query

if TYPE_CHECKING:
    from querying.guard.postgresql.expressions import Expressions
    from querying.guard.postgresql.reader import Reader

_SINGLE = frozenset({nodes.EXPR_SUBLINK, nodes.ROWCOMPARE_SUBLINK})


class Sublinks:
    """Reads them for Expressions."""

    def __init__(self, expressions: Expressions, reader: Reader) -> None:
        self.expressions = expressions
        self.reader = reader
        self.source = expressions.source

    def sublink(self, link: nodes.SubLink, level: Level) -> Facts:
        """A query that stands in an expression of `level`; it looks at what its own expressions do."""
        query = self.reader.read(link.subselect.select_stmt, level, level.tables)
        tested = [self.expressions.facts(link.testexpr, level)] if link.HasField("testexpr") else []
        every = union([*tested, *[column.facts for column in query.columns]], _kind(link, query))
        safe = not query.raising and (query.single_row or link.sub_link_type not in _SINGLE)
        if tested:
            safe = safe and len(query.columns) == 1 and comparison_is_safe(tested[0], query.columns[0].facts)
            if any(each.extension for each in (*tested, *[column.facts for column in query.columns])):
                raise self.source.refused("extension-subquery", link.location)
        return changed(
            every,
            constant=False,
            leaves=every.leaves | query.reached_out,
            raising=every.raising or not safe,
            own=level in query.reached_levels or any(each.own for each in tested),
            outer=bool(query.reached_levels - {level}) or any(each.outer for each in tested),
            opaque=any(each.opaque for each in tested),
        )


def _kind(link: nodes.SubLink, query: Query) -> str:
    if link.sub_link_type == nodes.EXPR_SUBLINK:
        return query.columns[0].facts.kind if query.columns else "other"
    return "array" if link.sub_link_type == nodes.ARRAY_SUBLINK else "bool"
