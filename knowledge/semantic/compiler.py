"""A semantic query as one readable SELECT: PostgreSQL's, carried over where the source is another engine's.

Nothing is multiplied: joins go from many to one only, measures of several tables are aggregated apart and
joined by their groupings afterwards, ratios are made from their parts, amounts are kept apart by currency.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.semantic.aggregation import Aggregation
from knowledge.semantic.compiled import CannotCompile, CompiledQuery, Definition
from knowledge.semantic.derivation import Funnel, ShareOf
from knowledge.semantic.deriving import compile_derived
from knowledge.semantic.dialects import HOME, NotCarried, carry
from knowledge.semantic.fragments import BadFragment
from knowledge.semantic.listing import compile_listing
from knowledge.semantic.measures import definitions_of
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import (
    Condition,
    DimensionField,
    Operator,
    RelatedCondition,
    SegmentCondition,
    SemanticQuery,
)
from knowledge.semantic.setting import Setting
from knowledge.semantic.wording import sentence
from querying.catalog import ColumnType


def compile_query(
    query: SemanticQuery,
    model: SemanticModel,
    *,
    time_zone: str = "UTC",
    week_start: int = 0,
    language: str = "en",
) -> CompiledQuery:
    """The query's SQL, what its columns mean, and what it rests on.

    Periods and calendar units are those of `time_zone`; weeks start on `week_start` (0: Monday). `language`
    is that of proofs and refusals. Raises `CannotCompile`, never another error, for whatever `query` asks.
    """
    setting = Setting(model, time_zone, week_start, language)
    try:
        compiled = _compiled(setting, query)
        sql = carry(compiled.sql, model.engine, _types(model)) if model.engine != HOME else compiled.sql
    except BadFragment as error:
        raise CannotCompile(sentence("bad_query", language, why=error)) from error
    except NotCarried as error:
        raise CannotCompile(sentence("not_carried", language, what=error)) from error
    return replace(compiled, sql=sql, definitions=_definitions(query, model))


def _types(model: SemanticModel) -> dict[str, frozenset[ColumnType]]:
    """The types of the columns of each name, of whatever tables."""
    types: dict[str, set[ColumnType]] = {}
    for table in model.tables.values():
        for column in table.columns:
            types.setdefault(column.name, set()).add(column.type)
    return {name: frozenset(found) for name, found in types.items()}


def _compiled(setting: Setting, query: SemanticQuery) -> CompiledQuery:
    if query.derived is not None:
        return compile_derived(setting, query)
    return Aggregation(setting, query).compile() if query.measures else compile_listing(setting, query)


def _definitions(query: SemanticQuery, model: SemanticModel) -> tuple[Definition, ...]:
    """The knowledge that the query uses, each piece once."""
    used = [definition for measure in query.measures for definition in definitions_of(model, measure)]
    fields = [grouping.field for grouping in query.group_by] + list(query.columns)
    parts = query.derived.part if isinstance(query.derived, ShareOf) else ()
    for condition in (*_all_conditions(query), *parts):
        if isinstance(condition, SegmentCondition):
            segment = model.segments[condition.name]
            label = segment.words.label_in("en", segment.name)
            used.append(Definition("segment", segment.name, segment.version, label, segment.filter))
        else:
            fields.append(condition.field)
            used += _events(condition, model)
    if isinstance(query.derived, Funnel):
        used += _funnel(query.derived, model)
    for field in fields:
        if isinstance(field, DimensionField):
            dimension = model.dimensions[field.name]
            label = dimension.words.label_in("en", dimension.name)
            used.append(Definition("dimension", dimension.name, dimension.version, label, dimension.sql))
    return tuple(dict.fromkeys(used))


def _funnel(derived: Funnel, model: SemanticModel) -> list[Definition]:
    """The funnel and its steps, as the knowledge base defines them."""
    used = []
    if (funnel := model.funnels.get(derived.name)) is not None:
        label = funnel.words.label_in("en", funnel.name)
        used.append(Definition("funnel", funnel.name, funnel.version, label, ", ".join(funnel.steps)))
    events = [model.events[name] for name in derived.steps]
    return used + [
        Definition("event", event.name, event.version, event.words.label_in("en", event.name), event.value)
        for event in events
    ]


def _all_conditions(query: SemanticQuery) -> Iterator[Condition | SegmentCondition]:
    """The query's conditions, and those on rows that point at its own."""
    for condition in query.where:
        if isinstance(condition, RelatedCondition):
            yield from condition.where
        else:
            yield condition


def _events(condition: Condition, model: SemanticModel) -> list[Definition]:
    """Event definitions whose rows the condition picks."""
    if condition.operator not in (Operator.EQUALS, Operator.IN) or isinstance(
        condition.field, DimensionField
    ):
        return []
    where = (condition.field.table, condition.field.column)
    return [
        Definition("event", event.name, event.version, event.words.label_in("en", event.name), event.value)
        for event in model.events.values()
        if (event.table, event.name_column) == where and event.value in condition.values
    ]
