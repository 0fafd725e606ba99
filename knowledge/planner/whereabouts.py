"""“Where did I last check in?”: the place of that row, not its date nor its number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.planner.interpretation import Reading
from knowledge.planner.tokens import Token, words_of
from knowledge.planner.words import singular
from knowledge.semantic.model import ColumnRole, SemanticColumn, SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Field,
    Function,
    Operator,
    Order,
    SemanticQuery,
)
from querying.catalog import TableKey

_WHERE = frozenset({"where", "ou"})
_PLACES_TEXT = """
place location venue spot address site building room store shop branch station city town country region state
lieu endroit emplacement adresse batiment salle magasin agence gare ville pays commune
"""
_PLACES = frozenset(_PLACES_TEXT.split())


def as_places(readings: Iterable[Reading], tokens: tuple[Token, ...], model: SemanticModel) -> list[Reading]:
    """The readings as they are, unless the question begins with "where": then those that tell a place."""
    readings = list(readings)
    if not tokens or tokens[0].norm not in _WHERE:
        return readings
    return [replace(one, query=query) for one in readings if (query := _placed(one.query, model)) is not None]


def _placed(query: SemanticQuery, model: SemanticModel) -> SemanticQuery | None:
    """The row's places and what it is ranked by; None where there is only a date to tell."""
    if query.measures:
        moment = _moment(query, model)
        return query if moment is None else _row_of(query, moment, model)
    if query.table is None or query.limit is None or len(query.order) != 1 or query.order[0].grouping is None:
        return query
    by = query.columns[query.order[0].grouping]
    return _listed(query, query.table, by, query.order[0].descending, model) or query


def _moment(query: SemanticQuery, model: SemanticModel) -> ColumnField | None:
    """The time column whose first or last value is all that the query gives."""
    measure = query.measures[0]
    if not isinstance(measure, AggregateMeasure) or not isinstance(measure.field, ColumnField):
        return None
    column = model.tables[measure.field.table].column(measure.field.column)
    ends = measure.function in (Function.MINIMUM, Function.MAXIMUM)
    return measure.field if ends and column is not None and column.role is ColumnRole.TIME else None


def _row_of(query: SemanticQuery, moment: ColumnField, model: SemanticModel) -> SemanticQuery | None:
    """The row that has the first or last date."""
    measure = query.measures[0]
    if moment.path or query.group_by or query.having or not isinstance(measure, AggregateMeasure):
        return None
    known = Condition(moment, Operator.IS_NOT_NULL)
    row = SemanticQuery(table=moment.table, where=(*query.where, known), period=query.period, limit=1)
    return _listed(row, moment.table, moment, measure.function is Function.MAXIMUM, model)


def _listed(
    query: SemanticQuery, table: TableKey, by: Field, descending: bool, model: SemanticModel
) -> SemanticQuery | None:
    places = tuple(field for field in place_fields(model, table) if field != by)
    if not places:
        return None
    order = Order(grouping=len(places), descending=descending)
    return replace(query, columns=(*places, by), order=(order,))


def place_fields(model: SemanticModel, table: TableKey) -> list[ColumnField]:
    """The columns of a table that say where its rows are, as they stand."""
    columns = model.tables[table].columns
    return [ColumnField(table, column.name) for column in columns if _is_place(column)]


def _is_place(column: SemanticColumn) -> bool:
    if column.masked or column.role is not ColumnRole.DIMENSION:
        return False
    names = [column.name, *(phrase for _, phrase in column.words.phrases())]
    return any({singular(word) for word in words_of(name)[-1:]} & _PLACES for name in names)
