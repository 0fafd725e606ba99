"""What engines share: which expressions pass, and the walk that asks the engine for their form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from sqlglot import exp

from querying.catalog import ColumnType

NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.NUMBER})

_SAME: frozenset[type[exp.Expr]] = frozenset(
    {
        exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit,
        exp.Offset, exp.With, exp.CTE, exp.Subquery, exp.Union, exp.Table, exp.TableAlias, exp.Alias,
        exp.Column, exp.Identifier, exp.Star, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Tuple,
        exp.Var,
        exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.In,
        exp.Between, exp.Exists, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg,
        exp.Case, exp.If, exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Coalesce, exp.Nullif,
        exp.Distinct,
        exp.Window, exp.WindowSpec, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue,
        exp.LastValue, exp.Filter, exp.Cast, exp.DataType, exp.TimestampTrunc, exp.Interval, exp.Extract,
        exp.Greatest, exp.Abs, exp.Round, exp.Except, exp.Intersect, exp.Length, exp.Trim, exp.DataTypeParam,
    }
)  # fmt: skip
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Sum, exp.Avg, exp.Abs, exp.Round)
_KEEPING = (exp.Paren, exp.Neg, exp.Coalesce, exp.Nullif, exp.Distinct, exp.Min, exp.Max)
_FRACTIONS = ("decimal", "numeric", "double", "float", "real")
UNITS = ("hour", "day", "week", "month", "quarter", "year")


class NotCarried(Exception):
    """A statement has no equal in the other dialect; the reason is for logs."""


class Rules(ABC):
    """Carries one statement over. A subclass holds a method for each kind that needs another form."""

    more: frozenset[type[exp.Expr]] = frozenset()

    def __init__(self, types: Mapping[str, frozenset[ColumnType]]) -> None:
        self.types = types

    def carried(self, tree: exp.Expr) -> exp.Expr:
        """The tree in the engine's words, from its leaves up. Raises NotCarried."""
        for node in tree.walk():
            if type(node) not in _SAME | self.more:
                raise NotCarried(type(node).__name__)
            self.check(node)
        for node in reversed(list(tree.walk(bfs=False))):
            changed = self.change(node)
            if changed is not node:
                if node.parent is None:
                    tree = changed
                else:
                    node.replace(changed)
        return tree

    def check(self, node: exp.Expr) -> None:
        """Raises NotCarried for what would mean something else in any other dialect."""
        if isinstance(node, _ARITHMETIC):
            self.check_arithmetic(node)
        if isinstance(node, exp.Join) and (node.args.get("side") == "FULL" or node.args.get("method")):
            raise NotCarried("a full or natural join")
        if isinstance(node, exp.Div) and not _is_fraction(node.this):
            raise NotCarried("a division that may be one of whole numbers")

    def check_arithmetic(self, node: exp.Expr) -> None:
        """Sums of dates and of intervals mean something else everywhere; intervals are judged by `change`."""
        if isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval):
            return
        for column in _operands(node):
            if not self.types.get(column.name, NUMBERS) <= NUMBERS:
                raise NotCarried(f"a calculation with {column.name}")

    def change(self, node: exp.Expr) -> exp.Expr:
        """The node in the engine's form, or itself; what it holds has been carried over already."""
        if isinstance(node, exp.TimestampTrunc):
            unit = node.text("unit").lower()
            if unit not in UNITS:
                raise NotCarried(unit)
            return self.truncate(node.this, unit)
        if isinstance(node, exp.Cast):
            return self.cast(node, node.to.sql(dialect="postgres").lower())
        if isinstance(node, exp.Extract):
            return self.part(node.expression, node.name.lower())
        return node

    @abstractmethod
    def truncate(self, value: exp.Expr, unit: str) -> exp.Expr:
        """The beginning of the calendar unit that the value lies in. Raises NotCarried."""

    @abstractmethod
    def cast(self, node: exp.Cast, kind: str) -> exp.Expr:
        """The value as another type. Raises NotCarried."""

    @abstractmethod
    def part(self, value: exp.Expr, unit: str) -> exp.Expr:
        """A part of a date or a moment, as a number. Raises NotCarried."""


def _operands(node: exp.Expr) -> list[exp.Column]:
    """The columns that a calculation takes as they are, not those that functions make something of."""
    found: list[exp.Column] = []
    waiting = list(node.iter_expressions())
    while waiting:
        each = waiting.pop()
        if isinstance(each, exp.Column):
            found.append(each)
        elif isinstance(each, _KEEPING):
            waiting += each.iter_expressions()
    return found


def _is_fraction(node: exp.Expr) -> bool:
    """Whether a dividend is surely no whole number in PostgreSQL."""
    if isinstance(node, exp.Literal):
        return not node.is_string and "." in node.name
    if isinstance(node, exp.Cast):
        return node.to.sql(dialect="postgres").lower().startswith(_FRACTIONS)
    if isinstance(node, exp.Paren | exp.Coalesce | exp.Nullif):
        return _is_fraction(node.this)
    if isinstance(node, exp.Mul | exp.Add | exp.Sub):
        return _is_fraction(node.this) or _is_fraction(node.expression)
    return isinstance(node, exp.Avg)
