"""Which leaves need a fence: where an expression that may raise could be tried on rows of others.

An error is a message: a sum that overflows on a row which the leaf has yet to filter out tells what stands in
it. Databases try a condition on rows as they are read, and merge derived tables into what is around them. So,
where anything that may raise stands in a condition, or in a column of a query inside the statement, all
leaves with row filters are fenced: computed by themselves first. The outermost select list, what is grouped
or sorted by, and what aggregates and window functions are given, is computed after rows were chosen.
"""

from __future__ import annotations

from sqlglot import exp

from querying.catalog import ColumnType
from querying.guard.generic.dialects import Dialect
from querying.guard.generic.scope import Column

_CONDITIONS = frozenset({"where", "on", "having", "qualify"})
_LATER = frozenset({"expressions", "distinct", "group", "order", "windows", "limit", "offset"})
_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In, exp.Like)
_NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.NUMBER})


def needs_fences(tree: exp.Expr, dialect: Dialect, known: dict[int, Column]) -> bool:
    """Whether an error of the statement could tell of rows that its leaves leave out."""
    return any(_raises(node, dialect, known) and _comes_early(node, tree, dialect) for node in tree.walk())


def _raises(node: exp.Expr, dialect: Dialect, known: dict[int, Column]) -> bool:
    kind = type(node)
    if kind is exp.Exists:
        return False
    if dialect.compares_strictly and _stands_for_truth(node) and not _is_truth(node, known):
        return True
    if kind is exp.Subquery:
        return kind in dialect.raising_nodes and _may_give_rows(node)
    if kind in dialect.raising_nodes:
        return True
    if dialect.compares_strictly and isinstance(node, _COMPARISONS):
        return not _comparison_is_safe(node, known)
    if kind is exp.In:
        return False
    if kind is exp.Anonymous:
        return str(node.this).lower() not in dialect.scalars | dialect.aggregates | dialect.windows
    if isinstance(node, exp.Func) and not isinstance(node, exp.Connector):
        names = {name.lower() for name in node.sql_names()}
        return bool(names & dialect.raising) or not _is_known(names, node, dialect)
    return False


def _stands_for_truth(node: exp.Expr) -> bool:
    """Whether what this gives is made a truth value of, where it is none."""
    parent = node.parent
    if isinstance(parent, exp.Paren):
        return _stands_for_truth(parent)
    if isinstance(parent, exp.If):
        return node.arg_key == "this" and not (isinstance(parent.parent, exp.Case) and parent.parent.this)
    if isinstance(parent, exp.Join):
        return node.arg_key == "on"
    return isinstance(parent, exp.And | exp.Or | exp.Not | exp.Where | exp.Having | exp.Qualify)


def _is_truth(node: exp.Expr, known: dict[int, Column]) -> bool:
    """Whether this is a truth value already, or a function's, whose arguments are judged by themselves."""
    if isinstance(node, exp.Column):
        column = known.get(id(node))
        return column is not None and column.type is ColumnType.BOOLEAN
    return not isinstance(node, exp.Case | exp.If | exp.Coalesce | exp.Literal | exp.Bracket | exp.Subquery)


def _is_known(names: set[str], node: exp.Expr, dialect: Dialect) -> bool:
    """Whether a node is a function that never raises, or syntax that is judged elsewhere."""
    if isinstance(node, exp.Case | exp.If | exp.Coalesce | exp.Cast | exp.Exists | exp.AggFunc):
        return True
    if names & (dialect.scalars | dialect.aggregates | dialect.windows):
        return True
    text = node.sql(dialect=dialect.grammar).split("(")[0].strip().lower()
    return text in dialect.scalars | dialect.aggregates | dialect.windows


def _may_give_rows(node: exp.Expr) -> bool:
    """Whether a scalar subquery could give two rows: an error in most databases."""
    if isinstance(node.parent, exp.From | exp.Join | exp.Lateral | exp.CTE | exp.In | exp.SetOperation):
        return False
    query = node.this
    if not isinstance(query, exp.Select):
        return True
    limit = query.args.get("limit")
    if limit is not None and limit.expression.name in ("0", "1"):
        return False
    grouped = query.args.get("group") is not None
    return grouped or not all(_is_aggregated(each) for each in query.expressions)


def _is_aggregated(node: exp.Expr) -> bool:
    return any(isinstance(each, exp.AggFunc) and not _windowed(each) for each in node.walk())


def _windowed(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Window) or (
        isinstance(node.parent, exp.Filter) and (isinstance(node.parent.parent, exp.Window))
    )


def _comparison_is_safe(node: exp.Expr, known: dict[int, Column]) -> bool:
    """Whether what is compared is of one type, or a plain column with a constant."""
    sides = [side for side in node.iter_expressions() if not isinstance(side, exp.Query)]
    kinds = [_kind(side, known) for side in sides]
    if None in kinds:
        return False
    plain = {kind for kind in kinds if kind != "constant"}
    return len(plain) <= 1 or plain <= _NUMBERS


def _kind(side: exp.Expr, known: dict[int, Column]) -> object:
    if isinstance(side, exp.Paren | exp.Neg):
        return _kind(side.this, known)
    if isinstance(side, exp.Literal | exp.Null | exp.Boolean):
        return "constant"
    if isinstance(side, exp.Cast) and isinstance(side.this, exp.Literal):
        return "constant"
    if isinstance(side, exp.Column):
        column = known.get(id(side))
        return column.type if column is not None else None
    return None


def _comes_early(node: exp.Expr, tree: exp.Expr, dialect: Dialect) -> bool:
    """Whether this may be computed for rows that have yet to be chosen."""
    if _judged_later(node):
        return False
    at: exp.Expr = node
    while (parent := at.parent) is not None and at is not tree:
        if isinstance(at, exp.AggFunc | exp.Window | exp.AnonymousAggFunc) or _is_aggregate(at, dialect):
            return False
        if at.arg_key in _CONDITIONS or isinstance(at, exp.Where | exp.Having | exp.Qualify):
            return True
        if isinstance(parent, exp.Select) and at.arg_key in _LATER:
            return not _is_outermost(parent, tree)
        if isinstance(parent, exp.Join | exp.Lateral | exp.Table):
            return True
        at = parent
    return not isinstance(at, exp.Query)


def _judged_later(node: exp.Expr) -> bool:
    """Whether an aggregate or a window function of the same query stands within."""
    return any(
        isinstance(each, exp.AggFunc | exp.Window) and each.parent_select is node.parent_select
        for each in node.walk()
    )


def _is_aggregate(node: exp.Expr, dialect: Dialect) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this).lower() in dialect.aggregates


def _is_outermost(select: exp.Expr, tree: exp.Expr) -> bool:
    """Whether this is the statement itself or a branch of its UNION."""
    at: exp.Expr | None = select
    while at is not None and at is not tree:
        parent = at.parent
        if not isinstance(parent, exp.SetOperation) or at.arg_key not in ("this", "expression"):
            return False
        at = parent
    return True
