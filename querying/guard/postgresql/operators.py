"""Operators: what they compare, whether they may raise, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querying.catalog import CatalogView
from querying.guard.postgresql.allowed import COMPARISONS
from querying.guard.postgresql.constants import Constants
from querying.guard.postgresql.facts import Facts, union
from querying.guard.postgresql.kinds import operator_kind
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.risk import PLAIN, comparison_is_safe, operator_is_safe, pattern_is_safe
from querying.guard.postgresql.scope import Level
from querying.guard.postgresql.sizes import check_largest

if TYPE_CHECKING:
    from querying.guard.postgresql.expressions import Expressions

LIKES = frozenset({"~~", "!~~", "~~*", "!~~*"})
COMPARING = frozenset(
    {nodes.AEXPR_OP, nodes.AEXPR_IN, nodes.AEXPR_BETWEEN, nodes.AEXPR_LIKE, nodes.AEXPR_ILIKE}
)


class Operators:
    """Reads them for Expressions."""

    def __init__(self, expressions: Expressions, constants: Constants, view: CatalogView) -> None:
        self.expressions = expressions
        self.source = expressions.source
        self.constants = constants
        self.view = view

    def operator(self, expression: nodes.A_Expr, level: Level) -> Facts:
        """An operator, IN, BETWEEN, LIKE, NULLIF, IS DISTINCT FROM, ANY and ALL of an array."""
        left = self.expressions.facts(expression.lexpr, level) if expression.HasField("lexpr") else None
        right = expression.rexpr
        items = list(right.list.items) if right.HasField("list") else [right]
        rights = self.expressions.all(items, level)
        sides = [left, *rights] if left else rights
        if left is not None:
            self._speak(expression.lexpr, left, items, rights)
        name = expression.name[-1].string.sval
        self._qualify(expression, sides)
        safe = _is_safe(expression, name, left, rights)
        kind = _kind(expression, name, left, rights)
        size = None
        if name == "||" and left is not None:
            size = left.size + rights[0].size
            check_largest(size, self.source, expression.location)
        compared = tuple(sides) if left and kind == "bool" and expression.kind in COMPARING else ()
        return union(sides, kind, safe=safe, size=size, sides=compared)

    def _speak(self, node: nodes.Node, left: Facts, items: list[nodes.Node], rights: list[Facts]) -> None:
        """A text that stands beside a date is read as one."""
        for item, facts in zip(items, rights, strict=True):
            if facts.kind == "unknown":
                self.constants.speak(item, left.kind)
            if left.kind == "unknown":
                self.constants.speak(node, facts.kind)

    def _qualify(self, expression: nodes.A_Expr, sides: list[Facts]) -> None:
        """The operators of an extension's type live with it: unqualified, another one would be taken."""
        extension = next((side.extension for side in sides if side.extension is not None), None)
        if extension is None:
            return
        name = expression.name[-1].string.sval
        if extension not in self.view.extension_types or not _is_its_own(expression, sides):
            raise self.source.refused("extension-operator", expression.location, name, type=extension[1])
        del expression.name[:]
        expression.name.add().string.sval = extension[0]
        expression.name.add().string.sval = name


def _is_its_own(expression: nodes.A_Expr, sides: list[Facts]) -> bool:
    """Whether it is the extension's operator that is meant: rows and arrays are compared by other ones."""
    if expression.kind == nodes.AEXPR_OP:
        return not {side.kind for side in sides} & {"array", "record"}
    return expression.kind in (nodes.AEXPR_OP_ANY, nodes.AEXPR_OP_ALL)


def _kind(expression: nodes.A_Expr, name: str, left: Facts | None, rights: list[Facts]) -> str:
    if expression.kind == nodes.AEXPR_NULLIF:
        return left.kind if left else "other"
    if expression.kind != nodes.AEXPR_OP:
        return "bool"
    return operator_kind(name, left.kind if left else None, rights[0].kind)


def _is_safe(expression: nodes.A_Expr, name: str, left: Facts | None, rights: list[Facts]) -> bool:
    kind = expression.kind
    if kind in (nodes.AEXPR_OP_ANY, nodes.AEXPR_OP_ALL):
        return left is not None and name in COMPARISONS and _matches_array(left, rights[0])
    if kind in (nodes.AEXPR_LIKE, nodes.AEXPR_ILIKE) or (kind == nodes.AEXPR_OP and name in LIKES):
        return left is not None and left.kind in ("text", "unknown") and pattern_is_safe(rights[0])
    if kind == nodes.AEXPR_SIMILAR:
        return False
    if kind != nodes.AEXPR_OP or name in COMPARISONS:
        return left is not None and all(comparison_is_safe(left, right) for right in rights)
    return operator_is_safe(name, left, rights[0])


def _matches_array(left: Facts, right: Facts) -> bool:
    if right.kind == "unknown":
        return left.kind in PLAIN
    return right.kind == "array" and right.element is not None and comparison_is_safe(left, right.element)
