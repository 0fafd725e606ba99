"""What hints look at: big readings, and how many rows a step gives, where that may be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from querying.catalog import TableKey
from querying.engines.plans import SCANS, PlanNode
from querying.plans.sight import Sight

BIG_TABLE = 20_000
FEW = 0.1


def big_scans(sight: Sight) -> Iterator[tuple[PlanNode, TableKey]]:
    """Big tables of which all is read, or all that the asker may see."""
    for node in sight.plan.root.walk():
        if node.step not in SCANS or not all(map(sight.is_scope, node.found_by)):
            continue
        if node.table and sight.table(node.table) and sight.size(node.table) >= BIG_TABLE:
            yield node, node.table


def rows_given(node: PlanNode, sight: Sight) -> float | None:
    """How many rows a step gives, where that is told and may be looked at."""
    if not sight.is_exact(node):
        return None
    if node.actual is None:
        return node.rows
    return None if node.actual.rows is None else node.actual.rows / max(1.0, node.actual.loops)


def indexes(sight: Sight, key: TableKey) -> tuple[tuple[str, ...], ...]:
    """The columns of each index of the table that can be used for any row."""
    facts = sight.plan.tables.get(key)
    return facts.indexes if facts else ()
