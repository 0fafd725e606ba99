"""Wall 2, the part that needs no names: every node of the tree is of a kind that may stand there.

Functions are judged three times: as the asker wrote them, as the tree knows them, and as they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp
from sqlglot.tokens import TokenType

from querying.guard.generic.dialects import Dialect
from querying.guard.generic.dialects.base import words
from querying.guard.generic.refusals import Source, calls
from querying.guard.guarded import GuardRefusal
from querying.guard.refusals import refused
from querying.limits import Limits

_PLAIN = frozenset({"this", "expression"})
_QUERY = frozenset({"with_", "order", "limit", "offset"})

NODES: Mapping[type[exp.Expr], frozenset[str]] = {
    exp.Select: _QUERY
    | {"expressions", "distinct", "from_", "joins", "where", "group", "having", "windows", "qualify"},
    exp.Union: _QUERY | _PLAIN | {"distinct"},
    exp.Intersect: _QUERY | _PLAIN | {"distinct"},
    exp.Except: _QUERY | _PLAIN | {"distinct"},
    exp.Subquery: _QUERY | {"this", "alias"},
    exp.With: frozenset({"expressions", "recursive"}),
    exp.CTE: frozenset({"this", "alias", "materialized"}),
    exp.From: frozenset({"this"}),
    exp.Join: frozenset({"this", "on", "side", "kind", "using"}),
    exp.Table: frozenset({"this", "db", "alias"}),
    exp.TableAlias: frozenset({"this", "columns"}),
    exp.Where: frozenset({"this"}),
    exp.Group: frozenset({"expressions", "rollup", "cube", "grouping_sets"}),
    exp.Having: frozenset({"this"}),
    exp.Order: frozenset({"this", "expressions"}),
    exp.Ordered: frozenset({"this", "desc", "nulls_first"}),
    exp.Limit: frozenset({"expression"}),
    exp.Offset: frozenset({"expression"}),
    exp.Distinct: frozenset({"expressions"}),
    exp.Alias: frozenset({"this", "alias"}),
    exp.Column: frozenset({"this", "table", "db"}),
    exp.Identifier: frozenset({"this", "quoted"}),
    exp.Star: frozenset({"except_"}),
    exp.Literal: frozenset({"this", "is_string"}),
    exp.Boolean: frozenset({"this"}),
    exp.Null: frozenset(),
    exp.Paren: frozenset({"this"}),
    exp.Tuple: frozenset({"expressions"}),
    exp.Var: frozenset({"this"}),
    exp.And: _PLAIN,
    exp.Or: _PLAIN,
    exp.Not: _PLAIN,
    exp.EQ: _PLAIN,
    exp.NEQ: _PLAIN,
    exp.LT: _PLAIN,
    exp.LTE: _PLAIN,
    exp.GT: _PLAIN,
    exp.GTE: _PLAIN,
    exp.Is: _PLAIN | {"negate"},
    exp.NullSafeEQ: _PLAIN,
    exp.NullSafeNEQ: _PLAIN,
    exp.In: frozenset({"this", "expressions", "query"}),
    exp.Between: frozenset({"this", "low", "high"}),
    exp.Like: _PLAIN | {"negate"},
    exp.Escape: _PLAIN,
    exp.Exists: _PLAIN,
    exp.Add: _PLAIN,
    exp.Sub: _PLAIN,
    exp.Mul: _PLAIN,
    exp.Div: _PLAIN | {"typed", "safe"},
    exp.Mod: _PLAIN,
    exp.Neg: _PLAIN,
    exp.DPipe: _PLAIN | {"safe"},
    exp.BitwiseAnd: _PLAIN,
    exp.BitwiseOr: _PLAIN,
    exp.BitwiseNot: _PLAIN,
    exp.BitwiseLeftShift: _PLAIN,
    exp.BitwiseRightShift: _PLAIN,
    exp.Collate: _PLAIN,
    exp.Case: frozenset({"this", "ifs", "default"}),
    exp.If: frozenset({"this", "true", "false"}),
    exp.Cast: frozenset({"this", "to"}),
    exp.TryCast: frozenset({"this", "to", "safe", "requires_string"}),
    exp.DataType: frozenset({"this", "expressions", "nested"}),
    exp.DataTypeParam: frozenset({"this"}),
    exp.Interval: frozenset({"this", "unit"}),
    exp.Window: frozenset({"this", "partition_by", "order", "spec", "alias", "over"}),
    exp.WindowSpec: frozenset({"kind", "start", "start_side", "end", "end_side", "exclude"}),
    exp.Filter: _PLAIN,
    exp.WithinGroup: _PLAIN,
    exp.IgnoreNulls: _PLAIN,
    exp.RespectNulls: _PLAIN,
    exp.Qualify: frozenset({"this"}),
    exp.Lateral: frozenset({"this", "alias"}),
    exp.Values: frozenset({"expressions", "alias"}),
    exp.Cube: frozenset({"expressions"}),
    exp.Rollup: frozenset({"expressions"}),
    exp.GroupingSets: frozenset({"expressions"}),
}
"""Which parts of a node may be there; all else that the parser knows (hints, locks, samples ...) may not."""

_OF_A_DIALECT = frozenset(
    {exp.TryCast, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Qualify, exp.Lateral, exp.Cube, exp.GroupingSets}
)
_SAID = {
    exp.Into: "select-into",
    exp.Lock: "row-locks",
}
_COLLATIONS = frozenset({"binary", "nocase", "rtrim", "utf8mb4_bin", "utf8mb4_general_ci", "c", "noaccent"})
_JOIN_WORDS = frozenset({"", "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS"})

_WORDS = words(
    "all and any as between by case cross distinct else end except exists filter from full"
    " group having in inner intersect interval is join left like limit materialized not offset"
    " on or order over partition qualify recursive right select sets some then union using"
    " values when where with within xor div rlike regexp glob collate row lateral sets"
    " grouping window range rows separator rollup cube"
) | {"grouping sets"}
"""Words of the grammar that a parenthesis may follow."""
_TYPES = words("decimal numeric varchar char datetime timestamp time binary varbinary")


class Checker:
    """Looks at every node of one tree; raises GuardRefusal at the first that may not stand there."""

    def __init__(self, source: Source, dialect: Dialect, limits: Limits) -> None:
        self.source = source
        self.dialect = dialect
        self.limits = limits
        self.joins = 0
        self.common_tables = 0
        self.nodes = (frozenset(NODES) - _OF_A_DIALECT) | dialect.nodes | dialect.function_nodes

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
            for name, value in node.args.items():
                if name not in allowed and value not in (None, False, []):
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
        if name == "catalog":
            return self.source.refused("other-database", node)
        place = value if isinstance(value, exp.Expr) else node
        return self.source.refused("node", place, what=name.strip("_").capitalize())

    def _join(self, join: exp.Expr) -> None:
        self.joins += 1
        if self.joins > self.limits.joins:
            raise self.source.refused("joins", most=self.limits.joins)
        if not {join.args.get("side") or "", join.args.get("kind") or ""} <= _JOIN_WORDS:
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


def check_call(text: str, kind: TokenType, dialect: Dialect, source: Source | None) -> None:
    """Raises GuardRefusal for a word before a parenthesis that calls what is not listed."""
    name = text.lower()
    if kind is TokenType.IDENTIFIER:
        return  # a list of column names; a quoted function is refused by its node
    if name in dialect.functions or name in _WORDS or name in _TYPES or name in dialect.table_functions:
        return
    if name == "cast" or (name == "try_cast" and exp.TryCast in dialect.nodes):
        return
    if source is None:
        raise refused("function", part=text, function=text)
    if kind is TokenType.VAR and _names_a_list(text, source):
        return
    raise source.refused("function", part=text, function=text)


def _names_a_list(text: str, source: Source) -> bool:
    """Whether the word is the name of a WITH query or an alias, which a list of columns follows."""
    for before, token in zip(source.tokens, source.tokens[1:], strict=False):
        if token.text == text and before.token_type in (TokenType.WITH, TokenType.COMMA, TokenType.ALIAS):
            return True
        if token.text == text and before.token_type in (TokenType.RECURSIVE, TokenType.R_PAREN):
            return True
    return False


def check_printed(sql: str, dialect: Dialect) -> None:
    """Once more, what is about to run calls nothing but what is listed. Raises GuardRefusal."""
    for token in calls(dialect.grammar().tokenize(sql)):
        check_call(token.text, token.token_type, dialect, None)
