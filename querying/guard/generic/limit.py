"""Wall 4's caps: how many rows come back."""

from __future__ import annotations

from sqlglot import exp


def cap_rows(query: exp.Expr, rows: int) -> None:
    """At most `rows` + 1 rows, so that one too many tells truncation; the asker's own smaller LIMIT stays.

    A negative LIMIT means none at all (SQLite).
    """
    limit = query.args.get("limit")
    number = limit.expression if limit is not None else None
    own = isinstance(number, exp.Literal) and number.name.isdigit() and int(number.name) <= rows + 1
    if not own:
        query.set("limit", exp.Limit(expression=exp.Literal.number(rows + 1)))
