"""Comparisons that are repeated inside a fence, so that a fenced table is still found by its indexes.

`o.user_id = u.id` of a correlated subquery, behind a fence, would read the whole table once for each `u`.
Repeated are only comparisons that never raise, of a plain column with constants or with columns of a query
around: all are strict, so that a row that fails one would be filtered later, wherever its table stands.
Never of masked columns: inside the fence stands what the mask covers.
"""

from __future__ import annotations

from querying.guard.postgresql.facts import Facts, Leaf
from querying.guard.postgresql.parse import nodes


def repeat_inside(node: nodes.Node, sides: tuple[Facts, ...], among: frozenset[Leaf] | None) -> None:
    """Offers a condition, read as a comparison of `sides`, to the leaf whose column it compares.

    `among`: the leaves that this condition filters (the nullable side of an outer join's ON); None: all.
    """
    expression = node.a_expr
    right = expression.rexpr
    others = list(right.list.items) if right.HasField("list") else [right]
    if _fits(sides[0], among) and _all_from_elsewhere(others, sides[1:], sides[0]):
        _offer(sides[0], node, "lexpr")
    elif (
        right.HasField("column_ref")
        and _fits(sides[1], among)
        and _is_from_elsewhere(expression.lexpr, sides[0], sides[1])
    ):
        _offer(sides[1], node, "rexpr")


def _fits(facts: Facts, among: frozenset[Leaf] | None) -> bool:
    if facts.plain is None or not facts.own:
        return False
    leaf, name = facts.plain
    column = leaf.table.column(name)
    return column is not None and not column.masked and (among is None or leaf in among)


def _all_from_elsewhere(others: list[nodes.Node], sides: tuple[Facts, ...], compared: Facts) -> bool:
    return all(_is_from_elsewhere(node, facts, compared) for node, facts in zip(others, sides, strict=True))


def _is_from_elsewhere(node: nodes.Node, facts: Facts, compared: Facts) -> bool:
    """A constant, or a column of a query around whose alias still means the same beside the real table."""
    if facts.constant and not facts.volatile:
        return True
    if not node.HasField("column_ref") or facts.own or not facts.outer or compared.plain is None:
        return False
    fields = node.column_ref.fields
    return len(fields) == 2 and fields[0].string.sval != compared.plain[0].table.name


def _offer(facts: Facts, node: nodes.Node, side: str) -> None:
    assert facts.plain is not None
    leaf, name = facts.plain
    leaf.comparisons.append((node, side, name))


def repeated(leaf: Leaf) -> list[nodes.Node]:
    """The comparisons offered to the leaf, in terms of its table."""
    conditions = []
    for node, side, name in leaf.comparisons:
        copy = nodes.Node()
        copy.CopyFrom(node)
        column = getattr(copy.a_expr, side).column_ref
        del column.fields[:]
        column.fields.add().string.sval = leaf.table.name
        column.fields.add().string.sval = name
        conditions.append(copy)
    return conditions
