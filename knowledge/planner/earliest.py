"""“Which user signed up first?” asks for one row, not for each user's first date."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.interpretation import Reading
from knowledge.planner.tokens import Token
from knowledge.semantic.model import ColumnRole, SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Function,
    Operator,
    Order,
    SemanticQuery,
)

_ASKING = frozenset({"which", "who", "what", "quel", "quelle", "qui"})
_ENDS = frozenset({"first", "last", "premier", "premiere", "dernier", "derniere"})


def as_one_row(reading: Reading, tokens: tuple[Token, ...], model: SemanticModel) -> Reading:
    """The reading, with the earliest or latest date of each row turned into the row that has it."""
    norms = {token.norm for token in tokens}
    query = reading.query
    if (
        not (tokens[0].norm in _ASKING and norms & _ENDS)
        or query.limit is not None
        or len(query.measures) != 1
    ):
        return reading
    row = _row_of(query, model)
    return replace(reading, query=row) if row is not None else reading


def _row_of(query: SemanticQuery, model: SemanticModel) -> SemanticQuery | None:
    measure = query.measures[0]
    if not isinstance(measure, AggregateMeasure) or not isinstance(measure.field, ColumnField):
        return None
    if (
        measure.function not in (Function.MINIMUM, Function.MAXIMUM)
        or measure.field.path
        or not query.group_by
    ):
        return None
    fields = [grouping.field for grouping in query.group_by]
    own = all(
        isinstance(field, ColumnField) and field.table == measure.table and not field.path for field in fields
    )
    column = model.tables[measure.table].column(measure.field.column)
    if not own or column is None or column.role is not ColumnRole.TIME or query.having:
        return None
    columns = (*fields, measure.field)
    known = Condition(measure.field, Operator.IS_NOT_NULL)
    order = Order(grouping=len(columns) - 1, descending=measure.function is Function.MAXIMUM)
    return SemanticQuery(
        table=measure.table,
        columns=columns,
        where=(*query.where, known),
        period=query.period,
        order=(order,),
        limit=1,
    )
