"""Fields of structs: `(value).field` as `(value)['field']`, which can't be a call of a function."""

from __future__ import annotations

from sqlglot import exp


def plain_fields(tree: exp.Expr) -> None:
    """Writes each field of an expression in brackets; what names tables is read by `names.py`."""
    for node in reversed(list(tree.find_all(exp.Dot))):  # those inside first
        field = node.expression
        if isinstance(field, exp.Identifier) and _is_value(node.this):
            node.replace(exp.Bracket(this=node.this.copy(), expressions=[exp.Literal.string(field.name)]))


def _is_value(node: exp.Expr) -> bool:
    """Whether a field of this can be asked for: of any expression, and of what a lambda is given."""
    if not isinstance(node, exp.Identifier):
        return True
    at = node.find_ancestor(exp.Lambda)
    while at is not None:
        if any(each.name == node.name for each in at.expressions):
            return True
        at = at.find_ancestor(exp.Lambda)
    return False
