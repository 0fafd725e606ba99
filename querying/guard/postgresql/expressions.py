"""What an expression looks at, what kind it gives, and whether it may raise: one method per kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from querying.guard.postgresql.calls import Calls
from querying.guard.postgresql.choices import Choices
from querying.guard.postgresql.clock import Clock
from querying.guard.postgresql.constants import Constants
from querying.guard.postgresql.facts import Facts, changed, union
from querying.guard.postgresql.indirections import Indirections
from querying.guard.postgresql.kinds import come_together, common_kind
from querying.guard.postgresql.names import Names
from querying.guard.postgresql.operators import Operators
from querying.guard.postgresql.parse import nodes
from querying.guard.postgresql.scope import Level
from querying.guard.postgresql.sublinks import Sublinks

if TYPE_CHECKING:
    from querying.guard.postgresql.reader import Reader


class Expressions:
    """Reads expressions for a Reader, which reads the queries inside them."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        self.source = reader.source
        self.names = Names(reader.source, reader.findings)
        self.calls = Calls(self)
        constants = Constants(self, clock)
        choices = Choices(self)
        self.methods: dict[str, Callable[..., Facts]] = {
            "column_ref": self.names.column,
            "a_const": constants.constant,
            "type_cast": constants.cast,
            "a_expr": Operators(self, constants, reader.view).operator,
            "bool_expr": self._boolean,
            "null_test": self._test,
            "boolean_test": self._test,
            "json_is_predicate": self._json_test,
            "case_expr": choices.case,
            "coalesce_expr": choices.choice,
            "min_max_expr": choices.choice,
            "row_expr": self._row,
            "a_array_expr": self._array,
            "a_indirection": Indirections(self).indirection,
            "collate_clause": self._collated,
            "named_arg_expr": self._named_argument,
            "grouping_func": self._grouping,
            "sub_link": Sublinks(self, reader).sublink,
            "func_call": self.calls.call,
            "list": self._list,
        }

    def facts(self, node: nodes.Node, level: Level) -> Facts:
        """Facts of an expression that stands in the query `level`."""
        kind = node.WhichOneof("node") or ""
        method = self.methods.get(kind)
        if method is None:
            raise self.source.refused("node-kind", kind=kind)
        facts = method(getattr(node, kind), level)
        if facts.raising:
            level.raising = True
        return facts

    def all(self, items: Iterable[nodes.Node], level: Level) -> list[Facts]:
        """Facts of each."""
        return [self.facts(item, level) for item in items]

    def window(self, window: nodes.WindowDef, level: Level) -> Facts:
        """Facts of all that a window's definition looks at."""
        parts = self.all(window.partition_clause, level)
        parts += [self.facts(each.sort_by.node, level) for each in window.order_clause]
        for node in (window.start_offset, window.end_offset):
            if node.WhichOneof("node") is not None:
                parts.append(self.facts(node, level))
        return union(parts)

    def _boolean(self, expression: nodes.BoolExpr, level: Level) -> Facts:
        return union(self.all(expression.args, level), "bool")

    def _test(self, test: nodes.NullTest | nodes.BooleanTest, level: Level) -> Facts:
        return union([self.facts(test.arg, level)], "bool")

    def _json_test(self, test: nodes.JsonIsPredicate, level: Level) -> Facts:
        return union([self.facts(test.expr, level)], "bool", safe=False)

    def _row(self, row: nodes.RowExpr, level: Level) -> Facts:
        parts = self.all(row.args, level)
        return union(parts, "record", size=sum(part.size for part in parts))

    def _list(self, items: nodes.List, level: Level) -> Facts:
        return union(self.all(items.items, level))

    def _array(self, array: nodes.A_ArrayExpr, level: Level) -> Facts:
        parts = self.all(array.elements, level)
        kinds = [part.kind for part in parts]
        element = Facts(common_kind(kinds)) if parts else Facts("unknown")
        size = sum(part.size for part in parts)
        return union(parts, "array", safe=come_together(kinds), element=element, size=size)

    def _collated(self, clause: nodes.CollateClause, level: Level) -> Facts:
        return changed(self.facts(clause.arg, level), plain=None, sides=())

    def _named_argument(self, argument: nodes.NamedArgExpr, level: Level) -> Facts:
        return self.facts(argument.arg, level)

    def _grouping(self, grouping: nodes.GroupingFunc, level: Level) -> Facts:
        return changed(union(self.all(grouping.args, level), "int"), opaque=True)
