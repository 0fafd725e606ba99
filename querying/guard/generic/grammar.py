"""Which kinds of node may stand in a tree, and which of their parts."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

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
    exp.Join: frozenset({"this", "on", "side", "kind", "method", "using"}),
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

OF_A_DIALECT = frozenset(
    {exp.TryCast, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Qualify, exp.Lateral, exp.Cube, exp.GroupingSets}
)
"""Kinds that only dialects have which say so."""
