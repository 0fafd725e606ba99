"""VALUES as a UNION ALL of SELECTs, which means the same in every dialect and has names for its columns."""

from __future__ import annotations

from sqlglot import exp

from querying.guard.generic.columns import named
from querying.guard.generic.dialects import Dialect
from querying.guard.generic.refusals import Source

_DEFAULT_NAMES = {"duckdb": ("col", 0), "sqlite": ("column", 1), "mysql": ("column_", 0)}
"""What columns of VALUES are called, and the number of the first."""


def plain_values(tree: exp.Expr, dialect: Dialect, source: Source) -> exp.Expr:
    """The tree with each VALUES written so. Raises GuardRefusal for rows of different lengths."""
    for node in reversed(list(tree.find_all(exp.Values))):  # those inside first
        alias = node.args.get("alias")
        names = [each.name for each in alias.args.get("columns") or ()] if alias is not None else []
        union = _union(node, names, dialect, source)
        if node is tree:
            return union
        outside = exp.TableAlias(this=alias.this) if alias is not None and alias.this is not None else None
        node.replace(exp.Subquery(this=union, alias=outside))
    return tree


def _union(node: exp.Expr, names: list[str], dialect: Dialect, source: Source) -> exp.Expr:
    first, *others = [_cells(row) for row in node.expressions]
    if any(len(row) != len(first) for row in others):
        raise source.refused("values-length", node)
    if len(names) > len(first):
        raise source.refused("column-aliases", node)
    prefix, start = _DEFAULT_NAMES[dialect.kind]
    names += [f"{prefix}{number + start}" for number in range(len(names), len(first))]
    union: exp.Expr = _row(first, names)
    for row in others:
        union = exp.Union(this=union, expression=_row(row, names), distinct=False)
    return union


def _cells(row: exp.Expr) -> list[exp.Expr]:
    """What stands in one row; MySQL calls it ROW(...)."""
    cells = list(row.expressions) if isinstance(row, exp.Tuple) else [row]
    if len(cells) == 1 and isinstance(cells[0], exp.Anonymous) and str(cells[0].this).lower() == "row":
        return list(cells[0].expressions)
    return cells


def _row(cells: list[exp.Expr], names: list[str]) -> exp.Select:
    return exp.Select(expressions=[named(cell.copy(), name) for cell, name in zip(cells, names, strict=True)])
