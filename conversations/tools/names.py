"""Finds the field that a model names: a dimension, or table.column, by joins that multiply nothing."""

from __future__ import annotations

from collections import deque

from conversations.tools.base import ToolError
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import ColumnField, DimensionField, Field
from querying.catalog import TableKey

JOINS = 3


def field_named(name: str, model: SemanticModel, table: TableKey | None) -> Field:
    """The field, seen from `table` (the metric's). Raises ToolError where there is none, or no way to it."""
    if name in model.dimensions:
        dimension = model.dimensions[name]
        return DimensionField(name, path_between(model, table, dimension.table))
    owner, _dot, column = name.rpartition(".")
    for key, known in model.tables.items():
        named = (not owner and key == table) or owner in (key[1], ".".join(key))
        if named and known.column(column) is not None:
            return ColumnField(key, column, path_between(model, table, key))
    raise ToolError(f"There is no dimension or column {name!r}. Write a dimension's name, or table.column.")


def path_between(model: SemanticModel, start: TableKey | None, goal: TableKey) -> tuple[str, ...]:
    """The names of the fewest joins from one table to another. Raises ToolError where there are none."""
    if start is None or start == goal:
        return ()
    waiting: deque[tuple[TableKey, tuple[str, ...]]] = deque([(start, ())])
    while waiting:
        table, path = waiting.popleft()
        for join in model.joins_from(table) if len(path) < JOINS else ():
            if join.to_table == goal:
                return (*path, join.name)
            waiting.append((join.to_table, (*path, join.name)))
    raise ToolError(f"{goal[1]} can't be reached from {start[1]} without multiplying rows.")
