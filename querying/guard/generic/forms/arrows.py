"""`json_type(extra -> '$.a')`: among arguments, the parser takes an arrow for that of a lambda."""

from __future__ import annotations

from sqlglot import exp


def plain_arrows(tree: exp.Expr) -> None:
    """Makes a path into JSON of each lambda that gives a constant text; in brackets it stays one."""
    for node in list(tree.find_all(exp.Lambda)):
        path, names = node.this, node.expressions
        if isinstance(path, exp.Literal) and path.is_string and len(names) == 1:
            column = exp.Column(this=names[0].copy())
            arrow = f"{exp.to_identifier(column.name, quoted=True).sql('duckdb')} -> {path.sql('duckdb')}"
            node.replace(exp.Paren(this=exp.maybe_parse(arrow, dialect="duckdb")))
