"""WHERE, ON and HAVING: where an expression that may raise needs a fence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.guard.postgresql.facts import Leaf
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import Level

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader


class Conditions:
    """Reads them for a Reader."""

    def __init__(self, reader: Reader) -> None:
        self.expressions = reader.expressions
        self.findings = reader.findings

    def read(
        self,
        node: nodes.Node,
        level: Level,
        *,
        grouped: bool = False,
        among: frozenset[Leaf] | None = None,
    ) -> None:
        """Each part of an AND is placed by the planner on its own.

        `grouped`: it is a HAVING. `among`: the leaves whose rows it filters; None: all.
        """
        if node.HasField("bool_expr") and node.bool_expr.boolop == nodes.AND_EXPR:
            for part in node.bool_expr.args:
                self.read(part, level, grouped=grouped, among=among)
            return
        facts = self.expressions.facts(node, level)
        if not facts.raising and facts.sides and not grouped:
            self.findings.comparisons.append((node, facts.sides, among))
        if not facts.raising or (grouped and facts.opaque):
            return
        self.findings.fence_condition(facts.leaves)
        if facts.volatile or not facts.leaves:
            self.findings.fence(level.leaves())
