"""Formulas over metrics: `revenue / active_users`. A ratio is made from its parts, never divided by 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from knowledge.semantic.fragments import DIALECT, LONGEST_FRAGMENT, BadFragment

_OPERATORS: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}

_FUNCTIONS: dict[type[exp.Expr], str] = {
    exp.Coalesce: "coalesce",
    exp.Nullif: "nullif",
    exp.Greatest: "greatest",
    exp.Least: "least",
    exp.Abs: "abs",
    exp.Round: "round",
}

# What stands by itself beside an operator, without brackets.
_ATOMS = (exp.Func, exp.Filter, exp.WithinGroup, exp.Column, exp.Literal, exp.Paren, exp.Dot)


@lru_cache(maxsize=1024)
def parse_formula(text: str) -> exp.Expr:
    """The formula's tree. Raises `BadFragment` for all but arithmetic over metric names."""
    if len(text) > LONGEST_FRAGMENT:
        raise BadFragment(f"It is longer than {LONGEST_FRAGMENT} characters.")
    try:
        tree = sqlglot.parse_one(text, dialect=DIALECT)
    except (SqlglotError, RecursionError) as error:
        raise BadFragment("It is not arithmetic over metrics.") from error
    list(_names(tree))
    render_formula(tree, lambda name: name)
    return tree


def metric_names(text: str) -> tuple[str, ...]:
    """The metrics a formula names, in order, each once. Raises `BadFragment`."""
    return tuple(dict.fromkeys(_names(parse_formula(text))))


def adds_up(text: str) -> bool:
    """Whether the formula adds or subtracts."""
    return parse_formula(text).find(exp.Add, exp.Sub) is not None


def _names(tree: exp.Expr) -> Iterator[str]:
    for column in tree.find_all(exp.Column, bfs=False):
        if column.table:
            raise BadFragment(f"{column.sql(dialect=DIALECT)} is not the name of a metric.")
        yield column.name


def render_formula(tree: exp.Expr, sql_of: Callable[[str], str]) -> str:
    """The formula as SQL, each metric by what `sql_of` gives for its name."""
    if isinstance(tree, exp.Column):
        return beside_operator(sql_of(tree.name))
    if isinstance(tree, exp.Literal) and not tree.is_string:
        return str(tree.this)
    if isinstance(tree, exp.Paren):
        return f"({render_formula(tree.this, sql_of)})"
    if isinstance(tree, exp.Neg):
        return f"-{render_formula(tree.this, sql_of)}"
    if isinstance(tree, exp.Div):
        return _division(tree, sql_of)
    if type(tree) in _OPERATORS:
        left, right = (render_formula(part, sql_of) for part in (tree.this, tree.expression))
        return f"{left} {_OPERATORS[type(tree)]} {right}"
    if type(tree) in _FUNCTIONS:
        return _call(tree, sql_of)
    raise BadFragment(f"{tree.sql(dialect=DIALECT)} has no place in a formula over metrics.")


def _division(tree: exp.Div, sql_of: Callable[[str], str]) -> str:
    """Two counts divide as numbers, not as whole numbers; by zero gives NULL."""
    left, right = render_formula(tree.this, sql_of), render_formula(tree.expression, sql_of)
    exact = left if left.startswith("1.0 * ") else f"1.0 * {left}"
    constant = isinstance(tree.expression, exp.Literal) and float(tree.expression.this) != 0
    return f"{exact} / {right}" if constant else f"{exact} / NULLIF({right}, 0)"


def _call(tree: exp.Expr, sql_of: Callable[[str], str]) -> str:
    keys = ("this", "expression", "decimals")
    parts = [tree.args[key] for key in keys if isinstance(tree.args.get(key), exp.Expr)]
    parts += tree.args.get("expressions") or []
    return f"{_FUNCTIONS[type(tree)]}({', '.join(render_formula(part, sql_of) for part in parts)})"


@lru_cache(maxsize=4096)
def beside_operator(sql: str) -> str:
    """The expression, in brackets unless it is one call or name."""
    return sql if isinstance(sqlglot.parse_one(sql, dialect=DIALECT), _ATOMS) else f"({sql})"
