"""Defined metrics by dimensions: no SQL from the model, so the answer can be verified."""

from __future__ import annotations

import dataclasses
import datetime as dt

from pydantic import Field

from conversations.agent.events import Sql
from conversations.tools.base import Arguments, Tool, ToolContext, ToolError, ToolResult
from conversations.tools.names import field_named
from conversations.tools.running import run_sql, shown
from knowledge.semantic.compiled import CannotCompile, CompiledQuery
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.memory import query_as_json
from knowledge.semantic.money import currency_place
from knowledge.semantic.query import (
    Condition,
    Grain,
    Grouping,
    MetricMeasure,
    Operator,
    Order,
    Period,
    SemanticQuery,
)
from querying.chart_kinds import Wording


class GroupBy(Arguments):
    field: str = Field(description="A dimension's name, or table.column.")
    granularity: Grain | None = Field(default=None, description="For dates and times.")


class Filter(Arguments):
    field: str = Field(description="A dimension's name, or table.column.")
    operator: Operator
    values: list[str | int | float | bool] = Field(default_factory=list, max_length=100)


class OrderBy(Arguments):
    position: int = Field(ge=0, description="Index into metrics.")
    descending: bool = True


class Args(Arguments):
    metrics: list[str] = Field(min_length=1, max_length=8, description="Names of defined metrics.")
    group_by: list[GroupBy] = Field(default_factory=list, max_length=4)
    filters: list[Filter] = Field(default_factory=list, max_length=12)
    start: dt.date | None = Field(default=None, description="First day included.")
    end: dt.date | None = Field(default=None, description="First day no longer included.")
    order: OrderBy | None = None
    limit: int | None = Field(default=None, ge=1, le=1000)
    description: str = Field(default="", max_length=500, description="What it computes, in words.")


def run(args: Args, context: ToolContext) -> ToolResult:
    """The metrics' values, computed by their definitions."""
    query = semantic_query(args, context)
    turn = context.turn
    try:
        compiled = compile_query(
            query,
            context.source.model,
            time_zone=turn.actor.time_zone,
            week_start=turn.actor.week_start,
            language=context.language,
        )
    except CannotCompile as refusal:
        raise ToolError(refusal.message) from refusal
    ran = run_sql(compiled.sql, context)
    turn.note("query", query_as_json(query))
    sql = Sql(compiled.sql, [definition.as_json() for definition in compiled.definitions])
    result = shown(ran, _wording(args, compiled, context), context)
    return dataclasses.replace(
        result,
        payload=(sql, *result.payload),
        reading=args.description,
        definitions=compiled.definitions,
        joins=compiled.joins,
        measures_defined=True,
    )


def _wording(args: Args, compiled: CompiledQuery, context: ToolContext) -> Wording:
    apart = currency_place(compiled.columns, context.source.model)
    units = tuple(column.unit for place, column in enumerate(compiled.columns) if place != apart)
    return Wording(args.description, units, context.language, apart)


def semantic_query(args: Args, context: ToolContext) -> SemanticQuery:
    """The arguments as a query over the semantic model. Raises ToolError for a name that is none."""
    model = context.source.model
    unknown = [name for name in args.metrics if name not in model.metrics]
    if unknown:
        known = ", ".join(list(model.metrics)[:40]) or "none"
        raise ToolError(f"Unknown metric {', '.join(unknown)}. Defined metrics: {known}.")
    table = model.metrics[args.metrics[0]].table
    has_period = args.start is not None or args.end is not None
    return SemanticQuery(
        measures=tuple(MetricMeasure(name) for name in args.metrics),
        group_by=tuple(
            Grouping(field_named(item.field, model, table), item.granularity) for item in args.group_by
        ),
        where=tuple(
            Condition(field_named(item.field, model, table), item.operator, tuple(item.values))
            for item in args.filters
        ),
        period=Period(_midnight(args.start), _midnight(args.end)) if has_period else None,
        order=(Order(measure=args.order.position, descending=args.order.descending),) if args.order else (),
        limit=args.limit,
    )


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else dt.datetime.combine(day, dt.time())


TOOL = Tool(
    name="query_metrics",
    description=(
        "Compute defined metrics, grouped by dimensions or columns (dates by hour, day, week, month, quarter "
        "or year), filtered, ordered, limited. No SQL needed; joins are made for you. Prefer this."
    ),
    args=Args,
    run=run,
)
