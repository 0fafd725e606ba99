"""Forms that MySQL and MariaDB both understand, in the place of those that one of them does not know."""

from __future__ import annotations

from sqlglot import exp

from querying.guard.generic.dialects import Dialect


def known_forms(tree: exp.Expr, dialect: Dialect) -> exp.Expr:
    """`a REGEXP b` would be printed as a function that MariaDB has not; `->>` is an operator it has not."""
    if dialect.kind != "mysql":
        return tree
    for node in list(tree.find_all(exp.RegexpLike, exp.JSONExtractScalar)):
        if isinstance(node, exp.RegexpLike):
            place = exp.func("REGEXP_INSTR", node.this, node.expression, dialect="mysql")
            node.replace(exp.Paren(this=exp.GT(this=place, expression=exp.Literal.number(0))))
        else:
            found = exp.JSONExtract(this=node.this, expression=node.expression)
            node.replace(exp.Anonymous(this="JSON_UNQUOTE", expressions=[found]))
    return tree
