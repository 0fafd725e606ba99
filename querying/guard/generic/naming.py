"""What the columns of a result are called: as they were written, whatever is put in their place."""

from __future__ import annotations

from sqlglot import exp

from querying.guard.generic.dialects import Dialect

LONGEST_NAME = 60


def name_outputs(tree: exp.Expr, dialect: Dialect) -> None:
    """Gives each output column that has no name of its own its text as name."""
    for select in tree.find_all(exp.Select):
        select.set("expressions", [_named(node, dialect) for node in select.expressions])


def _named(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    if isinstance(node, exp.Alias | exp.Column | exp.Star):
        return node
    text = dialect.grammar().generate(node, normalize_functions="lower", comments=False)
    return exp.alias_(node, text[:LONGEST_NAME].strip(), quoted=True, copy=False)
