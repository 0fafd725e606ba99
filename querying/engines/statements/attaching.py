"""The conditions of a statement put to the steps of its plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from querying.engines.plans import Condition, PlanColumn, PlanNode, Shape
from querying.engines.statements import Leaf, Statement

_NUMBER = re.compile(r"#\d+$")
_USABLE = (Shape.EQUAL, Shape.RANGE, Shape.JOIN)


def by_index(leaf: Leaf, columns: Sequence[str]) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """What rows are found by, where these columns are looked for in an index, and what is tried afterwards.

    What is looked for beside the statement's conditions comes from the tables before in the loops.
    """
    conditions = (*leaf.scope, *(() if leaf.fenced else leaf.filters))
    found = tuple(one for one in conditions if one.shape in _USABLE and _names(one) & set(columns))
    told = {name for one in found for name in _names(one)}
    others = [
        Condition("", (PlanColumn(leaf.table, name),), known=False) for name in columns if name not in told
    ]
    return (*found, *others), tuple(one for one in conditions if one not in found)


def joined(
    statement: Statement, before: Collection[str], aliases: Collection[str], node: PlanNode
) -> tuple[PlanNode, tuple[Condition, ...]]:
    """The inner side of a join with the condition by which it finds rows, and what else joins it."""
    conditions = [one for alias in sorted(aliases) for one in statement.between(before, alias)]
    found_by = tuple(one if one.known else _known(one, conditions) for one in node.found_by)
    return replace(node, found_by=found_by), tuple(one for one in conditions if one not in found_by)


def with_query(statement: Statement, name: str = "") -> str:
    """The name of a WITH query as it was written; where a plan tells none, that of the only one there is."""
    if not name:
        names = set(statement.with_queries.values())
        name = names.pop() if len(names) == 1 else ""
    return _NUMBER.sub("", name)


def _known(unknown: Condition, conditions: Sequence[Condition]) -> Condition:
    return next((one for one in conditions if unknown.columns[0] in one.columns), unknown)


def _names(condition: Condition) -> set[str]:
    return {column.name for column in condition.columns}
