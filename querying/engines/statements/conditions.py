"""Conditions and keys of a statement, as plans tell them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sqlglot import exp

from querying.engines.plans import Condition, PlanColumn, Shape
from querying.engines.statements.scopes import Place
from querying.guard.generic.dialects import Dialect

Find = Callable[[exp.Expr], tuple[Place, str] | None]

_PLAIN = re.compile(r"[^\W\d]\w*")
_RANGES = (exp.LT, exp.LTE, exp.GT, exp.GTE)


def conjuncts(node: exp.Expr | None) -> Iterator[exp.Expr]:
    """What stands between the ANDs."""
    if node is None:
        return
    node = node.unnest()
    if isinstance(node, exp.And):
        yield from conjuncts(node.left)
        yield from conjuncts(node.right)
    else:
        yield node


def condition_of(node: exp.Expr, find: Find, dialect: Dialect) -> tuple[Condition, list[Place]]:
    """The condition, and the tables whose columns are in it; it is not `known` where one was not found."""
    found = [find(column) for column in node.find_all(exp.Column)]
    known = [one for one in found if one is not None]
    places = list({place.alias: place for place, _name in known}.values())
    columns = tuple(dict.fromkeys(PlanColumn(place.table, name) for place, name in known))
    shape, value = _shape(node)
    text = text_of(node, find, dialect, qualified=len(places) > 1)
    return Condition(text, columns, shape, value, known=len(known) == len(found)), places


def key_of(node: exp.Expr, select: exp.Expr, find: Find, dialect: Dialect) -> Condition:
    """A key of a sort or group: as it is written, or the column whose number it is."""
    descending = isinstance(node, exp.Ordered) and bool(node.args.get("desc"))
    node = node.this if isinstance(node, exp.Ordered) else node
    if isinstance(node, exp.Literal) and not node.is_string:
        place = int(node.name) - 1 if node.name.isdigit() else -1
        node = select.expressions[place].unalias() if 0 <= place < len(select.expressions) else node
    if node.find(exp.Query):
        return Condition("", known=False)
    columns = [one for column in node.find_all(exp.Column) if (one := find(column))]
    text = text_of(node, find, dialect, qualified=False) + (" DESC" if descending else "")
    return Condition(text, tuple(PlanColumn(place.table, name) for place, name in columns))


def text_of(node: exp.Expr, find: Find, dialect: Dialect, *, qualified: bool) -> str:
    """The expression as a person would write it, with prefixes only where it takes them."""
    copy, names = node.copy(), _prefixes(node, find) if qualified else {}
    pairs = zip(node.find_all(exp.Column), copy.find_all(exp.Column), strict=True)
    for column, shown in list(pairs):
        found = find(column)
        place, name = found or (None, column.name)
        shown.set("db", None)
        shown.set("table", _identifier(names[place.alias]) if qualified and place else None)
        shown.set("this", _identifier(name))
    return dialect.grammar().generate(copy, copy=False, normalize_functions="lower", comments=False)


def _prefixes(node: exp.Expr, find: Find) -> dict[str, str]:
    """What stands before the columns: the table's name, or the alias of one that is read twice."""
    found = [one[0] for column in node.find_all(exp.Column) if (one := find(column))]
    tables = {place.alias: place.table[1] for place in found}
    twice = len(set(tables.values())) < len(tables)
    return {place.alias: place.outside if twice else place.table[1] for place in found}


def _identifier(name: str) -> exp.Identifier:
    return exp.to_identifier(name, quoted=not _PLAIN.fullmatch(name))


def _shape(node: exp.Expr) -> tuple[Shape, str | None]:
    if isinstance(node, exp.In | exp.Between):
        others = node.expressions if isinstance(node, exp.In) else [node.args["low"], node.args["high"]]
        if any(one.find(exp.Column) for one in others):
            return Shape.OTHER, None
        if not isinstance(node.this, exp.Column):
            return Shape.WRAPPED, None
        return (Shape.EQUAL if isinstance(node, exp.In) else Shape.RANGE), None
    if not isinstance(node, (exp.EQ, *_RANGES)):
        return Shape.OTHER, None
    left, right = node.left.unnest(), node.right.unnest()
    if left.find(exp.Column) and right.find(exp.Column):
        both = isinstance(left, exp.Column) and isinstance(right, exp.Column)
        return (Shape.JOIN if both and isinstance(node, exp.EQ) else Shape.OTHER), None
    side, other = (left, right) if left.find(exp.Column) else (right, left)
    if not side.find(exp.Column):
        return Shape.OTHER, None
    if not isinstance(side, exp.Column):
        return Shape.WRAPPED, None
    return (Shape.EQUAL if isinstance(node, exp.EQ) else Shape.RANGE), constant(other)


def constant(node: exp.Expr) -> str | None:
    """The constant as text."""
    if isinstance(node, exp.Neg):
        return f"-{node.this.name}" if isinstance(node.this, exp.Literal) else None
    return node.name if isinstance(node, exp.Literal) else None
