"""A plan of PostgreSQL (EXPLAIN's JSON, VERBOSE) as the steps that all engines share.

What only hands rows on (Gather, Hash, Materialize, Memoize, Subquery Scan, Result ...) is folded into the
step below it, which takes over its cost; partitions of one table, read one after the other, are one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from querying.catalog import TableKey
from querying.engines.plans import SCANS, Actual, PlanNode, Step
from querying.engines.postgresql.plan_conditions import read_conditions, read_keys

_STEPS = {
    "Seq Scan": Step.SCAN,
    "Sample Scan": Step.SCAN,
    "Foreign Scan": Step.SCAN,
    "Tid Scan": Step.INDEX,
    "Tid Range Scan": Step.INDEX,
    "Index Scan": Step.INDEX,
    "Index Only Scan": Step.INDEX_ONLY,
    "Bitmap Heap Scan": Step.INDEX,
    "CTE Scan": Step.COMMON_TABLE,
    "WorkTable Scan": Step.COMMON_TABLE,
    "Function Scan": Step.ROWS_MADE,
    "Values Scan": Step.ROWS_MADE,
    "Nested Loop": Step.NESTED_LOOP,
    "Hash Join": Step.HASH_JOIN,
    "Merge Join": Step.MERGE_JOIN,
    "Sort": Step.SORT,
    "Incremental Sort": Step.SORT,
    "Aggregate": Step.GROUP,
    "Group": Step.GROUP,
    "WindowAgg": Step.WINDOW,
    "Unique": Step.DISTINCT,
    "Limit": Step.LIMIT,
    "Append": Step.UNION,
    "Merge Append": Step.UNION,
    "SetOp": Step.SET_OPERATION,
    "Recursive Union": Step.RECURSION,
}
_HANDS_ON = {
    "Gather", "Gather Merge", "Hash", "Materialize", "Memoize", "Subquery Scan", "Result", "ProjectSet",
}  # fmt: skip
_CONDITIONS = {
    "found_by": ("Index Cond", "TID Cond", "Recheck Cond"),
    "filters": ("Filter", "One-Time Filter"),
    "joined_by": ("Hash Cond", "Merge Cond", "Join Filter"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the names in a plan stand for: a partition for its table, an index for its columns."""

    tables: Mapping[TableKey, TableKey]
    indexes: Mapping[tuple[str, str], tuple[str, ...]]
    parts: Mapping[TableKey, int]


def relations_of(plan: Mapping[str, Any]) -> dict[str, TableKey]:
    """The relations that a plan reads, by the alias that its conditions name them with."""
    found = {}
    if "Relation Name" in plan:
        found[plan["Alias"]] = (plan.get("Schema", ""), plan["Relation Name"])
    for child in plan.get("Plans", ()):
        found |= relations_of(child)
    return found


def read_plan(plan: Mapping[str, Any], names: Names) -> PlanNode:
    """The steps of EXPLAIN's "Plan"."""
    aliases = {alias: names.tables.get(key, key) for alias, key in relations_of(plan).items()}
    return _Reader(names, aliases).node(plan, workers=1)


class _Reader:
    def __init__(self, names: Names, aliases: Mapping[str, TableKey]) -> None:
        self._names = names
        self._aliases = aliases

    def node(self, plan: Mapping[str, Any], *, workers: int) -> PlanNode:
        kind = plan["Node Type"]
        if kind.startswith("Gather"):
            workers = plan.get("Workers Launched", plan.get("Workers Planned", 0)) + 1
        below = [child for child in plan.get("Plans", ()) if not child["Node Type"].startswith("Bitmap")]
        made = tuple(self.node(child, workers=workers) for child in below)
        # What each worker groups before is the same step as the grouping of their parts.
        if made and (kind in _HANDS_ON or plan.get("Partial Mode") == "Partial"):
            return self._folded(plan, made, workers)
        if kind == "Hash" or (kind == "Result" and not made):
            kind = "Values Scan"
        node = self._own(plan, _STEPS.get(kind, Step.OTHER), made, workers)
        return self._of_parts(node) if node.step is Step.UNION else node

    def _own(self, plan: Mapping[str, Any], step: Step, made: tuple[PlanNode, ...], workers: int) -> PlanNode:
        conditions = {
            name: tuple(
                condition
                for title in titles
                if title in plan and not (title == "Recheck Cond" and "Index Cond" in plan)
                for condition in read_conditions(plan[title], self._aliases)
            )
            for name, titles in _CONDITIONS.items()
        }
        return PlanNode(
            step=step,
            cost=plan.get("Total Cost", 0.0),
            rows=plan.get("Plan Rows", 0),
            width=plan.get("Plan Width", 0),
            table=self._aliases.get(plan.get("Alias", "")) if "Relation Name" in plan else None,
            name=plan.get("CTE Name", ""),
            index=self._index(plan),
            partitions=self._partitions(plan),
            keys=read_keys(plan.get("Sort Key", plan.get("Group Key", ())), self._aliases),
            join=str(plan.get("Join Type", "inner")).lower(),
            subquery=_is_subquery(plan),
            actual=_actual(plan, workers),
            children=made,
            **conditions,
        )

    def _folded(self, plan: Mapping[str, Any], made: tuple[PlanNode, ...], workers: int) -> PlanNode:
        """The step below with the cost of this one; a filter here is a step of its own."""
        own = self._own(plan, Step.FILTER, made, workers)
        if own.filters or len(made) > 1:
            return own
        actual = own.actual
        if actual and made[0].actual:
            actual = replace(actual, spilled=made[0].actual.spilled or plan.get("Hash Batches", 1) > 1)
        return replace(
            made[0], cost=max(own.cost or 0.0, made[0].cost or 0.0), subquery=own.subquery, actual=actual
        )

    def _index(self, plan: Mapping[str, Any]) -> tuple[str, ...]:
        """The columns of the index used, the first one's where several are combined."""
        if name := plan.get("Index Name"):
            return self._names.indexes.get((plan["Schema"], name), ())
        below = [child for child in plan.get("Plans", ()) if child["Node Type"].startswith("Bitmap")]
        found = (self._index({**child, "Schema": plan.get("Schema", "")}) for child in below)
        return next((columns for columns in found if columns), ())

    def _partitions(self, plan: Mapping[str, Any]) -> tuple[int, int] | None:
        """One of how many, where the relation is a part of a table."""
        own = (plan.get("Schema", ""), plan.get("Relation Name", ""))
        table = self._names.tables.get(own, own)
        return (1, self._names.parts.get(table, 1)) if table != own else None

    def _of_parts(self, node: PlanNode) -> PlanNode:
        """Partitions of one table as one reading of it."""
        tables = {child.table for child in node.children if child.partitions}
        first = node.children[0] if node.children else None
        if first is None or len(tables) != 1 or not all(child.partitions for child in node.children):
            return node
        return replace(
            first,
            step=max((child.step for child in node.children), key=[*reversed(SCANS)].index),
            cost=node.cost,
            rows=node.rows,
            partitions=(len(node.children), first.partitions[1] if first.partitions else 0),
            subquery=node.subquery,
            actual=node.actual,
        )


def _is_subquery(plan: Mapping[str, Any]) -> bool:
    return plan.get("Parent Relationship") == "SubPlan" and not str(plan.get("Subplan Name", "")).startswith(
        "CTE"
    )


def _actual(plan: Mapping[str, Any], workers: int) -> Actual | None:
    if "Actual Total Time" not in plan:
        return None
    loops = plan.get("Actual Loops", 1)
    at_once = workers if loops >= workers and plan.get("Parallel Aware") else 1
    return Actual(
        rows=plan.get("Actual Rows", 0) * loops,
        loops=loops / at_once,
        milliseconds=plan["Actual Total Time"] * loops / at_once,
        spilled=plan.get("Sort Space Type") == "Disk" or plan.get("Disk Usage", 0) > 0,
    )
