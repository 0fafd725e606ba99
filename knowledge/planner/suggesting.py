"""Questions that the planner can answer: starters, near misses, follow-ups; planned before offered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.planner.calling import vocabulary_of
from knowledge.planner.fields import Geography, entity_fields, find_column, is_measure
from knowledge.planner.misfits import Misfit
from knowledge.planner.nouns import is_uncountable, of_french
from knowledge.planner.plan import Planned, Question, ValueIndex, ValueMatch
from knowledge.planner.reading import describe
from knowledge.planner.reading_conditions import period_words
from knowledge.planner.reading_names import grouping_words, table_words
from knowledge.planner.tokens import normalise, words_of
from knowledge.planner.understood import measure_phrase, short_field
from knowledge.planner.vocabulary import TargetKind
from knowledge.semantic.model import ColumnRole, Join, SemanticModel, SemanticTable
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
    Operator,
    RowCondition,
    SemanticQuery,
)
from querying.catalog import ColumnType, TableKey

if TYPE_CHECKING:
    from knowledge.planner.planning import Understanding

MOST_NEAR = 3
MOST_EXAMPLES = 6
MOST_FOLLOW_UPS = 3
MOST_TRIED = 10

_COMMON_TEXT = """
city state type status platform plan segment priority team genre language season
department industry district model method ville statut forfait equipe priorite langue
specialite service saison
"""
_WORDY_TEXT = """
name title mail phone address desc note comment body nom titre url text token subject composer supplier
"""
_CODES_TEXT = "code id number numero ref reference tailnum dst tz tzone uuid currency devise"
_BEST = frozenset({"country", "pays", "region", "category", "categorie", "channel", "canal"})
_COMMON = frozenset(_COMMON_TEXT.split())
_WORDY = tuple(_WORDY_TEXT.split())
_CODES = frozenset(_CODES_TEXT.split())


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
    return list(_take(asker, _about(_example_tables(model), model, language), MOST_EXAMPLES))


def answered(
    texts: Iterable[str], model: SemanticModel, values: ValueIndex, *, language: str, now: dt.datetime
) -> list[str]:
    """Those of the questions that are in this language and that the planner answers over this model."""
    asker = _Asker(model, language, now, values)
    return [text for text in texts if "{" not in text and asker.answers(text)]


def _example_tables(model: SemanticModel) -> list[TableKey]:
    """Tables of facts; one that only explains others (airports) where there is nothing else."""
    tables = _main_tables(model)
    facts = [key for key in tables if model.tables[key].time_column and model.joins_from(key)]
    return [key for key in facts or tables if not is_uncountable(table_words(key, model, "en"))]


def follow_ups(query: SemanticQuery, model: SemanticModel, *, language: str, now: dt.datetime) -> list[str]:
    """Short questions one step from `query`, to be asked right after it: "And by month?"; at most three."""
    from knowledge.planner.planning import plan  # planning declines with suggestions: a circle by nature

    if query.derived is not None:  # what it was made of can't be refined
        return []
    taken: list[str] = []
    for tried, (text, wanted) in enumerate(_steps(query, model, language)):
        if tried >= MOST_TRIED or len(taken) == MOST_FOLLOW_UPS:
            break
        asked = Question(text, now, language=language, previous=query)
        found = plan(asked, model, _ValuesOf(query))
        right = isinstance(found, Planned) and found.language == language and _same_step(found.query, wanted)
        if right and text not in taken:
            taken.append(text)
    return taken


def _same_step(found: SemanticQuery, wanted: SemanticQuery) -> bool:
    same = (found.measures, found.group_by, found.limit) == (wanted.measures, wanted.group_by, wanted.limit)
    return same and set(found.where) == set(wanted.where) and _span(found) == _span(wanted)


def _span(query: SemanticQuery) -> tuple[dt.datetime | None, dt.datetime | None]:
    return (query.period.start, query.period.end) if query.period else (None, None)


def _take(asker: _Asker, candidates: Iterator[tuple[str, ...]], most: int) -> tuple[str, ...]:
    """The first few that are answered, each in the first of its wordings that is."""
    taken: list[str] = []
    for tried, wordings in enumerate(candidates):
        if tried >= MOST_TRIED or len(taken) == most:
            break
        text = next((text for text in wordings if asker.answers(text)), None)
        if text is not None and text not in taken:
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


def _about(tables: list[TableKey], model: SemanticModel, language: str) -> Iterator[tuple[str, ...]]:
    """Plain questions, of one kind for each table in turn before the next kind."""
    for kind in (_grouped, _over_time, _grouped_otherwise, _counted, _averaged):
        for table in tables:
            if wordings := kind(model.tables[table], model, language):
                yield wordings


def _measures_of(table: SemanticTable, model: SemanticModel) -> list[Measure]:
    """The table's approved metrics, else a count of its rows."""
    approved = [one for one in model.metrics.values() if one.approved and one.table == table.key]
    # Money and rates before counts of people and things: what a person who leads asks first.
    approved.sort(key=lambda metric: not (metric.currency_column and metric.time_column == table.time_column))
    return [MetricMeasure(metric.name) for metric in approved] or [
        AggregateMeasure(Function.COUNT, table.key)
    ]


def _measure_of(table: SemanticTable, model: SemanticModel) -> Measure:
    return _measures_of(table, model)[0]


def _counted(table: SemanticTable, model: SemanticModel, language: str) -> tuple[str, ...]:
    name = table_words(table.key, model, language)
    return (f"Combien {of_french(name)} y a-t-il ?" if language == "fr" else f"How many {name} are there?",)


def _grouped(table: SemanticTable, model: SemanticModel, language: str) -> tuple[str, ...]:
    return _grouped_by(0, table, model, language)


def _grouped_otherwise(table: SemanticTable, model: SemanticModel, language: str) -> tuple[str, ...]:
    return _grouped_by(1, table, model, language)


def _grouped_by(place: int, table: SemanticTable, model: SemanticModel, language: str) -> tuple[str, ...]:
    """By the table's best thing to group by, or the next; of another metric each."""
    measures = _measures_of(table, model)
    measure = measures[place % len(measures)]
    fields = [field for field in _grouping_fields(table.key, model) if not _is_fixed(field, measure, model)]
    if len(fields) <= place:
        return ()
    by = "par" if language == "fr" else "by"
    short = f"{measure_phrase(measure, model, language)} {by} {short_field(fields[place], model, language)}"
    query = SemanticQuery(table.key, (measure,), (Grouping(fields[place]),))
    return (short[:1].upper() + short[1:], describe(query, model, language))


def _is_fixed(field: Field, measure: Measure, model: SemanticModel) -> bool:
    """Whether the metric's own filter speaks of the column: revenue counts paid orders alone."""
    metric = model.metrics.get(measure.name) if isinstance(measure, MetricMeasure) else None
    if metric is None or not isinstance(field, ColumnField):
        return False
    return any(field.column in _names_in(text) for text in (*metric.filters, metric.sql))


def _names_in(text: str) -> frozenset[str]:
    """The names in a piece of SQL."""
    return frozenset(re.findall(r"\w+", text))


def _over_time(table: SemanticTable, model: SemanticModel, language: str) -> tuple[str, ...]:
    if not table.time_column or table.column(table.time_column) is None:
        return ()
    grouping = Grouping(ColumnField(table.key, table.time_column), Grain.MONTH)
    return (describe(SemanticQuery(table.key, (_measure_of(table, model),), (grouping,)), model, language),)


def _averaged(table: SemanticTable, model: SemanticModel, language: str) -> tuple[str, ...]:
    column = next((c for c in table.columns if is_measure(c) and c.role is ColumnRole.MEASURE), None)
    if column is None:
        return ()
    measure = AggregateMeasure(Function.AVERAGE, table.key, ColumnField(table.key, column.name))
    phrase = measure_phrase(measure, model, language)
    return (phrase[:1].upper() + phrase[1:], describe(SemanticQuery(table.key, (measure,)), model, language))


def _grouping_fields(base: TableKey, model: SemanticModel) -> Iterator[Field]:
    """What people group by, best first: country or category, near or far; names of things; other short texts.

    Never keys, codes, currencies, or texts of which each row has its own.
    """
    own, near = list(_short_texts(base, (), model)), []
    for path in _ways(base, model):
        near += list(_short_texts(path[-1].to_table, tuple(join.name for join in path), model))
    best = [field for field in (*own, *near) if _BEST & set(words_of(field.column))]
    common = [field for field in (*own, *near) if _COMMON & set(words_of(field.column))]
    things = list(_things(base, model))
    seen: set[Field] = set()
    for field in (*best, *things[:1], *common, *things[1:], *own):
        if field not in seen:
            seen.add(field)
            yield field


def _ways(base: TableKey, model: SemanticModel) -> Iterator[tuple[Join, ...]]:
    """Joins to other tables, one or two steps away, where only one way leads."""
    geography = Geography(model)
    for target in model.tables:
        paths = geography.paths(base, target) if target != base else ()
        if len(paths) == 1 and 0 < len(paths[0]) <= 2:
            yield tuple(paths[0])


def _things(base: TableKey, model: SemanticModel) -> Iterator[ColumnField]:
    """Names of the things that the table points to."""
    for path in _ways(base, model):
        if len(path) > 1:
            continue
        try:
            fields = entity_fields(model, base, path)
        except Misfit:
            continue
        # A thing without a name or a key of its own has no field to stand for it.
        labelled = find_column(model, fields[0]) if len(fields) == 1 else None
        if labelled is not None and labelled.role is not ColumnRole.KEY and labelled.type is ColumnType.TEXT:
            yield fields[0]


def _short_texts(table: TableKey, path: tuple[str, ...], model: SemanticModel) -> Iterator[ColumnField]:
    currency = (model.tables[table].currency_column or "").split(".")[-1]
    for column in model.tables[table].columns:
        grouped_by = column.type is ColumnType.TEXT and column.role is ColumnRole.DIMENSION
        if grouped_by and not column.masked and not _is_wordy(column.name) and column.name != currency:
            yield ColumnField(table, column.name, path)


def _is_wordy(name: str) -> bool:
    return any(part in name.lower() for part in _WORDY) or bool(_CODES & set(words_of(name)))


# -- steps from a question -------------------------------------------------------------------------------


def _steps(query: SemanticQuery, model: SemanticModel, language: str) -> Iterator[tuple[str, SemanticQuery]]:
    """Short questions with the query each must come to, the likeliest wishes first."""
    if not query.measures or query.table is None or query.table not in model.tables:
        return
    french = language == "fr"
    for grouping in _next_groupings(query, model):
        words = grouping_words(grouping, model, language)
        if grouping.grain is None:
            words = short_field(grouping.field, model, language)
        wanted = replace(query, group_by=(grouping,), limit=None, where=_lasting(query, model))
        yield (f"Et par {words} ?" if french else f"And by {words}?"), wanted
    yield from _year_before(query, language)
    grouped = any(grouping.grain is None for grouping in query.group_by)
    if grouped and query.limit is None:
        yield "Top 5", replace(query, limit=5)


def _lasting(query: SemanticQuery, model: SemanticModel) -> tuple[RowCondition, ...]:
    """The conditions without those of a ranking, that what it ranks is known: they go with the grouping."""
    leading = {
        own
        for grouping in query.group_by
        for name in grouping.field.path[:1]
        for own, _other in model.joins[name].on
    }
    return tuple(
        one
        for one in query.where
        if not (
            isinstance(one, Condition)
            and one.operator is Operator.IS_NOT_NULL
            and isinstance(one.field, ColumnField)
            and not one.field.path
            and one.field.column in leading
        )
    )


def _next_groupings(query: SemanticQuery, model: SemanticModel) -> list[Grouping]:
    """By time where it is not so yet, and by the two best things to group by."""
    assert query.table is not None
    table = model.tables[query.table]
    grained = any(grouping.grain is not None for grouping in query.group_by)
    groupings = []
    time = _time_of(query, model)
    if not grained and time and table.column(time):
        groupings.append(Grouping(ColumnField(table.key, time), _grain_within(query)))
    grouped = {grouping.field for grouping in query.group_by}
    filtered = {one.field for one in query.where if isinstance(one, Condition)}
    fields = [
        field
        for field in _grouping_fields(query.table, model)
        if field not in grouped | filtered and not _is_fixed(field, query.measures[0], model)
    ]
    return groupings + [Grouping(field) for field in fields[: 2 if grained else 1]]


def _time_of(query: SemanticQuery, model: SemanticModel) -> str | None:
    first = query.measures[0]
    metric = model.metrics.get(first.name) if isinstance(first, MetricMeasure) else None
    assert query.table is not None
    return (metric.time_column if metric else None) or model.tables[query.table].time_column


def _grain_within(query: SemanticQuery) -> Grain:
    start, end = _span(query)
    return Grain.DAY if start and end and end - start <= dt.timedelta(days=31) else Grain.MONTH


def _year_before(query: SemanticQuery, language: str) -> Iterator[tuple[str, SemanticQuery]]:
    """The same calendar unit of the year before."""
    period = query.period
    if period is None or period.start is None or period.end is None:
        return
    if period.grain not in (Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        return
    start = period.start.replace(year=period.start.year - 1)
    before = replace(period, start=start, end=period.end.replace(year=period.end.year - 1))
    words = period_words(before, language)
    yield (f"Et {words} ?" if language == "fr" else f"And {words}?"), replace(query, period=before)
