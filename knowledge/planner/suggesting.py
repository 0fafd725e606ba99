"""Questions that the planner can answer: starters, near misses, follow-ups; planned before offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.planner.fields import Geography, entity_fields, find_column, is_measure
from knowledge.planner.misfits import Misfit
from knowledge.planner.nouns import of_french
from knowledge.planner.plan import Planned, Question, ValueIndex, ValueMatch
from knowledge.planner.reading import describe, goes_without_saying, table_words
from knowledge.planner.tokens import normalise
from knowledge.planner.vocabulary import TargetKind, vocabulary_of
from knowledge.semantic.model import ColumnRole, SemanticModel, SemanticTable
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Field,
    Function,
    Grain,
    Grouping,
    Measure,
    MetricMeasure,
    Order,
    SemanticQuery,
)
from querying.catalog import ColumnType, TableKey

if TYPE_CHECKING:
    from knowledge.planner.planning import Understanding

MOST_NEAR = 3
MOST_EXAMPLES = 6
MOST_FOLLOW_UPS = 3
MOST_TRIED = 10


class NoValues:
    """An index of no values: suggestions name none."""

    def find(self, phrase: str) -> tuple[ValueMatch, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class _ValuesOf:
    """The values that a query filters by: a step from it may name them again, and no others."""

    query: SemanticQuery

    def find(self, phrase: str) -> tuple[ValueMatch, ...]:
        wanted = normalise(phrase)
        return tuple(
            ValueMatch(condition.field.table, condition.field.column, value, 1.0)
            for condition in self.query.where
            if isinstance(condition, Condition) and isinstance(condition.field, ColumnField)
            for value in condition.values
            if isinstance(value, str) and normalise(value) == wanted
        )


@dataclass(frozen=True, slots=True)
class _Asker:
    """Plans candidate questions and keeps those that mean what they should."""

    model: SemanticModel
    language: str
    now: dt.datetime
    values: ValueIndex

    def answers(self, text: str, query: SemanticQuery | None = None) -> bool:
        from knowledge.planner.planning import (
            plan_alone,
        )  # planning declines with suggestions: a circle by nature

        found = plan_alone(Question(text, self.now, language=self.language), self.model, self.values)
        if not isinstance(found, Planned) or found.language != self.language:
            return False
        return query is None or _same_rows(found.query, query)


def _same_rows(one: SemanticQuery, other: SemanticQuery) -> bool:
    return replace(one, order=(), table=None) == replace(other, order=(), table=None)


def near_questions(
    understanding: Understanding, model: SemanticModel, question: Question, values: ValueIndex
) -> tuple[str, ...]:
    """Full questions about the tables that the declined one speaks of, or else about the largest."""
    asker = _Asker(model, understanding.language, question.now, NoValues())
    tables = _tables_meant(understanding, model) or _main_tables(model)
    return _take(asker, _about(tables, model, understanding.language), MOST_NEAR)


def examples(model: SemanticModel, language: str = "en", *, now: dt.datetime | None = None) -> list[str]:
    """Starter questions of different kinds that the planner answers over this model; at most six."""
    asker = _Asker(model, language, now or dt.datetime.now(dt.UTC), NoValues())
    return list(_take(asker, _about(_main_tables(model), model, language), MOST_EXAMPLES))


def follow_ups(query: SemanticQuery, model: SemanticModel, *, language: str, now: dt.datetime) -> list[str]:
    """Full questions one step from `query`: another grouping, by month, of another measure; at most three."""
    asker = _Asker(model, language, now, _ValuesOf(query))
    taken: list[str] = []
    for tried, candidate in enumerate(_neighbours(query, model)):
        if tried >= MOST_TRIED or len(taken) == MOST_FOLLOW_UPS:
            break
        text = describe(candidate, model, language)
        if text not in taken and asker.answers(text, candidate):
            taken.append(text)
    return taken


def _take(asker: _Asker, candidates: Iterator[str], most: int) -> tuple[str, ...]:
    taken: list[str] = []
    for tried, text in enumerate(candidates):
        if tried >= MOST_TRIED or len(taken) == most:
            break
        if text not in taken and asker.answers(text):
            taken.append(text)
    return tuple(taken)


# -- which tables ----------------------------------------------------------------------------------------


def _tables_meant(understanding: Understanding, model: SemanticModel) -> list[TableKey]:
    """Tables that single words of the question name, best first."""
    vocabulary = vocabulary_of(model)
    scores: dict[TableKey, float] = {}
    for token in understanding.tokens:
        for target, score in vocabulary.match((token.norm,), vocabulary.holding(token.norm)).items():
            if target.table in model.tables and score > 0.7 and target.table is not None:
                weight = score + (0.5 if target.kind is TargetKind.TABLE else 0.0)
                scores[target.table] = max(scores.get(target.table, 0.0), weight)
    return sorted(scores, key=lambda table: -scores[table])[:3]


def _main_tables(model: SemanticModel) -> list[TableKey]:
    """Tables of facts first: those that point to others and have a date and something to measure."""
    return sorted(model.tables, key=lambda key: -_weight(model, model.tables[key]))[:4]


def _weight(model: SemanticModel, table: SemanticTable) -> float:
    approved = sum(metric.approved and metric.table == table.key for metric in model.metrics.values())
    pointing = len(model.joins_from(table.key))
    return 3 * bool(approved) + min(pointing, 3) + 2 * bool(table.time_column) + (table.row_estimate > 1000)


# -- candidate questions ---------------------------------------------------------------------------------


def _about(tables: list[TableKey], model: SemanticModel, language: str) -> Iterator[str]:
    """Plain questions, of one kind for each table in turn before the next kind."""
    kinds = [_grouped, _over_time, _counted, _averaged]
    for kind in kinds:
        for table in tables:
            text = kind(model.tables[table], model, language)
            if text:
                yield text


def _measure_of(table: SemanticTable, model: SemanticModel) -> Measure:
    """The table's first approved metric, else a count of its rows."""
    for metric in model.metrics.values():
        if metric.approved and metric.table == table.key:
            return MetricMeasure(metric.name)
    return AggregateMeasure(Function.COUNT, table.key)


def _counted(table: SemanticTable, model: SemanticModel, language: str) -> str:
    name = table_words(table.key, model, language)
    return f"Combien {of_french(name)} y a-t-il ?" if language == "fr" else f"How many {name} are there?"


def _grouped(table: SemanticTable, model: SemanticModel, language: str) -> str:
    field = next(_grouping_fields(table.key, model), None)
    if field is None:
        return ""
    return describe(
        SemanticQuery(table.key, (_measure_of(table, model),), (Grouping(field),)), model, language
    )


def _over_time(table: SemanticTable, model: SemanticModel, language: str) -> str:
    if not table.time_column or table.column(table.time_column) is None:
        return ""
    grouping = Grouping(ColumnField(table.key, table.time_column), Grain.MONTH)
    return describe(SemanticQuery(table.key, (_measure_of(table, model),), (grouping,)), model, language)


def _averaged(table: SemanticTable, model: SemanticModel, language: str) -> str:
    column = next((c for c in table.columns if is_measure(c) and c.role is ColumnRole.MEASURE), None)
    if column is None:
        return ""
    measure = AggregateMeasure(Function.AVERAGE, table.key, ColumnField(table.key, column.name))
    return describe(SemanticQuery(table.key, (measure,)), model, language)


def _grouping_fields(base: TableKey, model: SemanticModel) -> Iterator[Field]:
    """Fields to group by: names of the things pointed to, then short texts of the table's own."""
    geography = Geography(model)
    for join in model.joins_from(base):
        if join.to_table in model.tables and len(geography.paths(base, join.to_table)) == 1:
            try:
                fields = entity_fields(model, base, (join,))
            except Misfit:
                continue
            # A thing without a name or a key of its own has no field to stand for it.
            labelled = find_column(model, fields[0]) if len(fields) == 1 else None
            if labelled is not None and labelled.role is not ColumnRole.KEY:
                yield fields[0]
    for column in model.tables[base].columns:
        grouped_by = column.type is ColumnType.TEXT and column.role is ColumnRole.DIMENSION
        if grouped_by and not column.masked and not _is_wordy(column.name):
            yield ColumnField(base, column.name)


def _is_wordy(name: str) -> bool:
    return any(
        part in name.lower()
        for part in (
            "name",
            "title",
            "mail",
            "phone",
            "address",
            "desc",
            "note",
            "comment",
            "body",
            "nom",
            "titre",
            "url",
            "text",
            "token",
            "subject",
        )
    )


def _neighbours(query: SemanticQuery, model: SemanticModel) -> Iterator[SemanticQuery]:
    """Queries one step away, the likeliest wishes first."""
    if not query.measures or query.table is None or query.table not in model.tables:
        return
    table = model.tables[query.table]
    grained = any(grouping.grain is not None for grouping in query.group_by)
    said = tuple(one for one in query.where if not goes_without_saying(one, query, model))
    plain = replace(query, where=said, order=(), limit=None, having=())
    if not grained and table.time_column and table.column(table.time_column):
        by_month = Grouping(ColumnField(table.key, table.time_column), Grain.MONTH)
        yield replace(plain, group_by=(by_month,), order=(Order(grouping=0, descending=False),))
    grouped = {grouping.field for grouping in query.group_by}
    for field in _grouping_fields(query.table, model):
        if field not in grouped:
            yield replace(plain, group_by=(Grouping(field),))
    for metric in model.metrics.values():
        if (
            metric.approved
            and metric.table == query.table
            and MetricMeasure(metric.name) not in query.measures
        ):
            yield replace(plain, measures=(MetricMeasure(metric.name),))
