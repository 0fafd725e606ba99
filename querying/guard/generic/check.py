"""Wall 2, the part that needs no names: every node of the tree is of a kind that may stand there.

Functions are judged three times: as the asker wrote them, as the tree knows them, and as they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from querying.guard.generic.calls import check_call
from querying.guard.generic.dialects import Dialect
from querying.guard.generic.grammar import NODES, OF_A_DIALECT
from querying.guard.generic.refusals import Source
from querying.guard.guarded import GuardRefusal
from querying.limits import Limits

_SAID = {
    exp.Into: "select-into",
    exp.Lock: "row-locks",
}
_COLLATIONS = frozenset({"binary", "nocase", "rtrim", "utf8mb4_bin", "utf8mb4_general_ci", "c", "noaccent"})
_JOIN_WORDS = frozenset({"", "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "NATURAL"})


class Checker:
    """Looks at every node of one tree; raises GuardRefusal at the first that may not stand there."""

    def __init__(self, source: Source, dialect: Dialect, limits: Limits) -> None:
        self.source = source
        self.dialect = dialect
        self.limits = limits
        self.joins = 0
        self.common_tables = 0
        self.nodes = (frozenset(NODES) - OF_A_DIALECT) | dialect.nodes | dialect.function_nodes

    def check_calls(self) -> None:
        """What the asker called by name."""
        for token in self.source.calls():
            check_call(token.text, token.token_type, self.dialect, self.source)

    def walk(self, tree: exp.Expr) -> None:
        """Raises GuardRefusal. Every node is visited: the parser's own walk knows no other children."""
        for node in tree.walk():
            self._check(node)

    def _check(self, node: exp.Expr) -> None:
        kind: type[exp.Expr] = type(node)
        if kind in (exp.Anonymous, exp.AnonymousAggFunc):
            self._check_anonymous(node)
            return
        if kind not in self.nodes:
            raise self._refused(node)
        allowed = NODES.get(kind)
        if allowed is not None:
            more = self.dialect.parts.get(kind, ())
            for name, value in node.args.items():
                if name not in allowed and name not in more and value not in (None, False, []):
                    raise self._refused_part(node, name, value)
        check = _CHECKS.get(kind)
        if check is not None:
            check(self, node)

    def _check_anonymous(self, node: exp.Expr) -> None:
        name = node.this
        if not isinstance(name, str) or name.lower() not in self._callable(node):
            written = name if isinstance(name, str) else name.name
            raise self.source.refused("function", node, part=written, function=written)

    def _callable(self, node: exp.Expr) -> frozenset[str]:
        if isinstance(node.parent, exp.Table):
            return frozenset(self.dialect.table_functions)
        return self.dialect.functions

    def _refused(self, node: exp.Expr) -> GuardRefusal:
        kind = type(node)
        if kind in _SAID:
            return self.source.refused(_SAID[kind])
        if isinstance(node, exp.Parameter | exp.SessionParameter | exp.Placeholder):
            return self.source.refused("parameters", node)
        if isinstance(node, exp.DDL | exp.DML | exp.Command | exp.Set | exp.Pragma) or node.parent is None:
            return self.source.refused("select-only")
        if isinstance(node, exp.Func) and not isinstance(node, exp.Connector):
            name = node.sql_name()
            return self.source.refused("function", part=name, function=name)
        return self.source.refused("node-kind", node, kind=kind.__name__)

    def _refused_part(self, node: exp.Expr, name: str, value: object) -> GuardRefusal:
        if name == "into":
            return self.source.refused(_SAID[exp.Into])
        if name == "locks":
            return self.source.refused(_SAID[exp.Lock])
        if name == "sample":
            return self.source.refused("sample")
        if name == "catalog":
            return self.source.refused("other-database", node)
        place = value if isinstance(value, exp.Expr) else node
        return self.source.refused("node", place, what=name.strip("_").capitalize())

    def _join(self, join: exp.Expr) -> None:
        self.joins += 1
        if self.joins > self.limits.joins:
            raise self.source.refused("joins", most=self.limits.joins)
        words = {join.args.get(part) or "" for part in ("method", "side", "kind")}
        if not words <= _JOIN_WORDS | self.dialect.joins:
            raise self.source.refused("join-kind", join.this)

    def _common_table(self, table: exp.Expr) -> None:
        self.common_tables += 1
        if self.common_tables > self.limits.common_tables:
            alias = table.args["alias"]
            raise self.source.refused("with-queries", alias, most=self.limits.common_tables)
        if not isinstance(table.this, exp.Query):
            raise self.source.refused("with-select", table.args["alias"])

    def _type(self, data_type: exp.Expr) -> None:
        name = getattr(data_type.this, "name", "")
        if name not in self.dialect.types:
            written = str(getattr(data_type.this, "value", data_type.args.get("kind") or "this"))
            raise self.source.refused("type", data_type, part=written, type=written)
        for length in data_type.expressions:
            if name == "ARRAY" and isinstance(length, exp.DataType):
                continue  # the type of its values, a node that is judged like this one
            text = length.name if isinstance(length, exp.DataTypeParam) else ""
            if not (text.isascii() and text.isdigit() and int(text) <= 1_000):
                raise self.source.refused("type-length", length)

    def _collate(self, node: exp.Expr) -> None:
        name = node.expression.name
        if not isinstance(node.expression, exp.Var | exp.Identifier | exp.Column) or (
            name.lower() not in _COLLATIONS
        ):
            raise self.source.refused("collation", node.expression, collation=name)

    def _limit(self, node: exp.Expr) -> None:
        number = node.expression
        if isinstance(number, exp.Neg):
            number = number.this
        if not isinstance(number, exp.Literal) or number.is_string or not number.name.isdigit():
            raise self.source.refused("limit-number", node.expression)

    def _quoted_function(self, node: exp.Expr) -> None:
        if not isinstance(node.this, exp.Identifier | exp.Star):
            raise self.source.refused("no-column", node)


_CHECKS: Mapping[type[exp.Expr], Callable[[Checker, Any], None]] = {
    exp.Join: Checker._join,
    exp.CTE: Checker._common_table,
    exp.DataType: Checker._type,
    exp.Collate: Checker._collate,
    exp.Limit: Checker._limit,
    exp.Offset: Checker._limit,
    exp.Column: Checker._quoted_function,
}
