"""What questions about related rows share: the rows that are told, and the conditions joined to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from knowledge.planner.fields import Geography
from knowledge.planner.plan import Plan, Planned
from knowledge.planner.reading import describe
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import AggregateMeasure, ColumnField, RowCondition, SemanticQuery
from querying.catalog import TableKey

SCORE = 0.8
Ask = Callable[[str], Plan]


def with_conditions(
    head: Planned, conditions: tuple[RowCondition, ...], assumptions: tuple[str, ...], model: SemanticModel,
    language: str,
) -> Planned:  # fmt: skip
    """The head's rows held to the conditions; people are listed with their key."""
    query = replace(head.query, where=(*head.query.where, *conditions))
    if not query.measures and query.table is not None and not query.distinct:
        keys = [ColumnField(query.table, name) for name in model.tables[query.table].primary_key]
        query = replace(query, columns=(*query.columns, *(key for key in keys if key not in query.columns)))
    reading = describe(query, model, language)
    return Planned(query, language, reading, min(head.score, SCORE), (*head.assumptions, *assumptions))


def head_of(text: str, language: str, ask: Ask) -> Planned | None:
    """The rows that are told, as a question of their own."""
    plan = ask(text)
    if not isinstance(plan, Planned):
        plan = ask(f"{'liste des' if language == 'fr' else 'list'} {text}")
    if not isinstance(plan, Planned) or plan.query.limit is not None or plan.query.having:
        return None
    return plan


def table_of(query: SemanticQuery, model: SemanticModel) -> TableKey | None:
    """The one table whose rows are listed or counted."""
    if not query.measures:
        return query.table
    tables = set()
    for measure in query.measures:
        if isinstance(measure, AggregateMeasure):
            tables.add(measure.table if measure.field is None else None)
        else:
            metric = model.metrics[measure.name]
            counts = "".join(metric.sql.lower().split()) == "count(*)"
            tables.add(metric.table if counts else None)
    return tables.pop() if len(tables) == 1 else None


def only_path(start: TableKey, end: TableKey, geography: Geography) -> tuple[str, ...] | None:
    paths = geography.paths(start, end)
    shortest = [path for path in paths if len(path) == len(paths[0])] if paths else []
    return tuple(join.name for join in shortest[0]) if len(shortest) == 1 and shortest[0] else None
