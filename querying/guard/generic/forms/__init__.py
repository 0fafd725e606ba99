"""Forms of SQL that are brought to plainer ones: what comes out is judged like what was written so.

Nothing here decides what may run.
"""

from __future__ import annotations

from sqlglot import exp

from querying.guard.generic.dialects import Dialect
from querying.guard.generic.forms.arrows import plain_arrows
from querying.guard.generic.forms.fields import plain_fields
from querying.guard.generic.forms.mysql import known_forms
from querying.guard.generic.forms.pivots import plain_pivots
from querying.guard.generic.forms.values import plain_values
from querying.guard.generic.refusals import Source

__all__ = ["known_forms", "plain_forms"]


def plain_forms(tree: exp.Expr, dialect: Dialect, source: Source) -> exp.Expr:
    """The statement without VALUES, and for DuckDB without PIVOT and UNPIVOT. Raises GuardRefusal."""
    kinds = {type(node) for node in tree.walk()}
    if dialect.kind == "duckdb":
        if exp.Pivot in kinds:
            tree = plain_pivots(tree, source)
        if exp.Lambda in kinds:
            plain_arrows(tree)
        if exp.Dot in kinds:
            plain_fields(tree)
    return plain_values(tree, dialect, source) if exp.Values in kinds else tree
