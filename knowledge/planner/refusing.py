"""Queries that would compute, but never mean what was asked: totals of keys, lists where a count is wanted.

Checked on every query that a reading gives, whichever way it came about.
"""

from __future__ import annotations

from knowledge.planner.fields import find_column
from knowledge.planner.misfits import Misfit
from knowledge.planner.shape import Shape
from knowledge.planner.tokens import words_of
from knowledge.semantic.model import ColumnRole, SemanticColumn, SemanticModel
from knowledge.semantic.query import AggregateMeasure, ColumnField, Field, Function, SemanticQuery

_IDENTIFIERS = frozenset({"id", "ids", "uuid", "guid", "pk", "fk"})
_COUNTS = (Function.COUNT, Function.COUNT_DISTINCT)


def refuse_nonsense(query: SemanticQuery, shape: Shape, model: SemanticModel) -> None:
    """Raise Misfit where the query can't be what the shape asks for."""
    if any(isinstance(one, AggregateMeasure) and _measures_key(one, model) for one in query.measures):
        raise Misfit("unused")
    counted = shape.counting or any(noun.marks.how_many for noun in shape.nouns)
    if counted and not query.measures:
        raise Misfit("nested")  # "..., how many?" wants a number, never the rows
    if _counts_each_row(query, model) or _ranks_per_group(query, shape, model):
        raise Misfit("nested")


def is_identifier(column: SemanticColumn) -> bool:
    """A key by its role, or a column called one: "invoiceId"."""
    return column.role is ColumnRole.KEY or words_of(column.name)[-1:] in [(word,) for word in _IDENTIFIERS]


def _measures_key(measure: AggregateMeasure, model: SemanticModel) -> bool:
    """Keys are numbers of nothing: neither their sum nor their average or highest says anything."""
    if measure.field is None or measure.function in _COUNTS:
        return False
    column = find_column(model, measure.field)
    return column is not None and is_identifier(column)


def _counts_each_row(query: SemanticQuery, model: SemanticModel) -> bool:
    """The number of events by the key of events: one each."""
    tables = {
        measure.table
        for measure in query.measures
        if isinstance(measure, AggregateMeasure) and measure.field is None
    }
    return any(
        isinstance(grouping.field, ColumnField)
        and not grouping.field.path
        and grouping.field.table in tables
        and model.tables[grouping.field.table].primary_key == (grouping.field.column,)
        for grouping in query.group_by
    )


def _ranks_per_group(query: SemanticQuery, shape: Shape, model: SemanticModel) -> bool:
    """“The best seller of each city”: the first rows of one ranking over all of them are not that."""
    if query.limit is None or not query.measures:
        return False
    ranked = [noun for noun in shape.nouns if noun.marks.rank is not None]
    roles = {
        _role(grouping.field)
        for grouping in query.group_by
        if grouping.grain is None and not _tells_apart(grouping.field, model)
    }
    times = any(grouping.grain is not None for grouping in query.group_by)
    asked = bool(ranked) or shape.rank is not None
    return asked and (len(roles) > 1 or (bool(roles) and times))


def _tells_apart(field: Field, model: SemanticModel) -> bool:
    """Whether it is a key, which stands beside names that repeat."""
    column = find_column(model, field)
    return column is not None and is_identifier(column)


def _role(field: Field) -> object:
    """What a grouping tells of: several columns of one thing tell of that thing."""
    return (field.table, field.path) if isinstance(field, ColumnField) and field.path else field
