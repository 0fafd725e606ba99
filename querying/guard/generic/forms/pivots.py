"""PIVOT as aggregates with FILTER, UNPIVOT as lists that are unnested: the tables in them stay in FROM.

PIVOT without a list of values makes columns of what it finds in the data: it would be two statements.
"""

from __future__ import annotations

from sqlglot import exp

from querying.guard.generic.columns import identifier, named
from querying.guard.generic.refusals import Source

MAY_BE_EMPTY = "may be empty"
"""On a star of ours beside which other columns stand."""


def plain_pivots(tree: exp.Expr, source: Source) -> exp.Expr:
    """The tree without either. Raises GuardRefusal for forms that name no columns."""
    for node in reversed(list(tree.find_all(exp.Pivot))):  # those inside first
        if isinstance(node.parent, exp.Table | exp.Subquery) and node.arg_key == "pivots":
            _replace_after_table(node, node.parent, source)
            continue
        query = _plain(node, node.this, source)
        query.set("with_", node.args.get("with_"))
        if node is tree:
            return query
        node.replace(query)
    return tree


def _replace_after_table(node: exp.Expr, table: exp.Expr, source: Source) -> None:
    """`FROM t PIVOT (...) AS p`."""
    if len(table.args["pivots"]) > 1:
        raise source.refused("pivot-form", table)
    inner = table.copy()
    inner.set("pivots", None)
    query = _plain(node, inner, source)
    table.replace(exp.Subquery(this=query, alias=node.args.get("alias")))


def _plain(node: exp.Expr, table: exp.Expr, source: Source) -> exp.Select:
    if not isinstance(table, exp.Table | exp.Subquery):
        raise source.refused("pivot-form", table)
    return _unpivoted(node, table, source) if node.args.get("unpivot") else _pivoted(node, table, source)


def _pivoted(node: exp.Expr, table: exp.Expr, source: Source) -> exp.Select:
    by_word = bool(node.args.get("fields"))
    columns = node.args["fields"] if by_word else node.expressions
    aggregates = (node.expressions if by_word else node.args.get("using")) or [exp.Count(this=exp.Star())]
    if len(columns) != 1:
        raise source.refused("pivot-form", node)
    (column,) = columns
    if not isinstance(column, exp.In) or not column.expressions:
        raise source.refused("pivot-values", column, column=column.name or column.sql("duckdb"))
    group = node.args.get("group")
    made = [
        _aggregate(aggregate, column.this, value, source, alone=len(aggregates) == 1)
        for value in column.expressions
        for aggregate in aggregates
    ]
    if group is not None:
        kept = [each.copy() for each in group.expressions]
        return _select([*kept, *made], table, exp.Group(expressions=[each.copy() for each in kept]))
    used = {each.name: each for one in (column.this, *aggregates) for each in one.find_all(exp.Column)}
    star = exp.Star(except_=[exp.Column(this=identifier(name)) for name in used])
    star.meta[MAY_BE_EMPTY] = True
    return _select([star, *made], table, exp.Group(all=True))


def _aggregate(node: exp.Expr, column: exp.Expr, value: exp.Expr, source: Source, *, alone: bool) -> exp.Expr:
    """`sum(x) FILTER (WHERE column = value)`, called as DuckDB calls it."""
    literal = value.this if isinstance(value, exp.PivotAlias) else value
    if not isinstance(literal, exp.Literal):
        raise source.refused("pivot-values", literal, column=column.name)
    name = value.args["alias"].name if isinstance(value, exp.PivotAlias) else literal.name
    call = node.this if isinstance(node, exp.Alias) else node
    if isinstance(node, exp.Alias) or not alone:
        name += f"_{node.alias or call.sql('duckdb', normalize_functions='lower')}"
    condition = exp.Where(this=exp.EQ(this=column.copy(), expression=literal.copy()))
    return named(exp.Filter(this=call.copy(), expression=condition), name)


def _unpivoted(node: exp.Expr, table: exp.Expr, source: Source) -> exp.Select:
    """The columns but those turned, and for each of these a row with its name and value, unless NULL."""
    if node.args.get("into") is not None:
        into, turned = node.args["into"], node.expressions
        names, values = into.this.name, [each.name for each in into.expressions]
    else:
        (field,) = node.args["fields"]
        names, values, turned = field.this.name, [each.name for each in node.expressions], field.expressions
    if len(values) != 1 or not turned or not all(isinstance(each, exp.Column) for each in turned):
        raise source.refused("pivot-form", node)
    star = exp.Star(except_=[each.copy() for each in turned])
    words = exp.Array(expressions=[exp.Literal.string(each.name) for each in turned])
    rows = exp.Array(expressions=[each.copy() for each in turned])
    inner = _select(
        [star, named(exp.Explode(this=words), names), named(exp.Explode(this=rows), values[0])], table, None
    )
    outer = _select(
        [exp.Star()], exp.Subquery(this=inner, alias=exp.TableAlias(this=identifier("turned"))), None
    )
    there = exp.Not(this=exp.Is(this=exp.Column(this=identifier(values[0])), expression=exp.Null()))
    outer.set("where", exp.Where(this=there))
    return outer


def _select(expressions: list[exp.Expr], table: exp.Expr, group: exp.Expr | None) -> exp.Select:
    return exp.Select(expressions=expressions, from_=exp.From(this=table.copy()), group=group)
