"""EXPLAIN of a guarded query: in a process like its own, on the same read-only file, within its limits.

DuckDB knows the least and the greatest value of each column, of everybody's rows, and shortens plans by them.
That a condition is never true, or always, would tell an asker of rows that are not theirs: so these plans are
made without its statistics. Else they are those of the query.
"""

from __future__ import annotations

import json
from dataclasses import replace

from querying.engines.base import Stopped
from querying.engines.duckdb import running
from querying.engines.duckdb.plan_reading import read_plan
from querying.engines.plans import Plan, PlanNode
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits

WITHOUT = "statistics_propagation,compressed_materialization,late_materialization"


def explain(
    url: str, query: GuardedQuery, limits: Limits, *, really: bool = False, stopped: Stopped | None = None
) -> Plan:
    """What the database would do; `really` runs the query to its end and measures. Raises QueryFailed."""
    from querying.engines.statements.reading import read_statement  # the parser is loaded where it is needed

    told = json.loads(running.plan(url, query, limits, stopped, really=really, without=WITHOUT))
    root = read_plan(told, read_statement(query))
    if not really:
        return Plan(root)
    took = float(told.get("query", {}).get("total_time", 0.0)) * 1000
    return Plan(_within(root, took), milliseconds=took)


def _within(root: PlanNode, took: float) -> PlanNode:
    """The steps' times, which several threads spent at once, as parts of the time that went by."""
    spent = root.actual.milliseconds if root.actual else 0.0
    return _shortened(root, took / spent) if spent > took else root


def _shortened(node: PlanNode, by: float) -> PlanNode:
    actual = node.actual and replace(node.actual, milliseconds=node.actual.milliseconds * by)
    return replace(node, actual=actual, children=tuple(_shortened(child, by) for child in node.children))
