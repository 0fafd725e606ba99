"""How a question was understood, for people to read: exact dates, a metric's own filter, no needless words.

`reading.describe` says the same so that the planner can read it again.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from babel.dates import format_interval

from knowledge.planner.deriving_words import derived_head
from knowledge.planner.formats import format_day, format_unit, locale_of
from knowledge.planner.nouns import is_plural, of_french, qualified, with_adjective
from knowledge.planner.reading import goes_without_saying, query_ending
from knowledge.planner.reading_conditions import condition_words, having_words
from knowledge.planner.reading_names import field_words, grouped_words, join_words, measure_words, table_words
from knowledge.semantic.model import Metric, SemanticModel
from knowledge.semantic.money import is_money
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    Field,
    Function,
    Grain,
    Measure,
    MetricMeasure,
    Operator,
    Period,
    RowCondition,
    SegmentCondition,
    SemanticQuery,
)
from querying.catalog import ColumnType, TableKey

_WORDS = {
    "en": {
        "start": "Understood as",
        "by": "by",
        "where": "where",
        "and": "and",
        "colon": ": ",
        "known": "known",
    },
    "fr": {
        "start": "Compris comme",
        "by": "par",
        "where": "où",
        "and": "et",
        "colon": " : ",
        "known": "renseigné",
    },
}
_FRENCH_ADJECTIVES = {Function.AVERAGE: "moyen", Function.MEDIAN: "médian", Function.SUM: "total"}
# Of a number of things: "average number of pages".
_OF_NUMBERS = {
    "en": {
        Function.AVERAGE: "average number of {}",
        Function.MEDIAN: "median number of {}",
        Function.MAXIMUM: "maximum number of {}",
        Function.MINIMUM: "minimum number of {}",
    },
    "fr": {
        Function.AVERAGE: "nombre moyen {de}",
        Function.MEDIAN: "nombre médian {de}",
        Function.MAXIMUM: "nombre maximum {de}",
        Function.MINIMUM: "nombre minimum {de}",
    },
}
_OF_RELATED = {"en": ("with ",), "fr": ("avec ", "sans ")}
_EQUALS = re.compile(r"\s*\"?(\w+)\"?\s*=\s*'([^']*)'\s*")


def understood(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """One line with what matters in bold: "Understood as **revenue** (status: paid) by **country**"."""
    language = language if language in _WORDS else "en"
    words = _WORDS[language]
    if query.derived is not None:
        head = derived_head(query, model, language)
        return f"{understood(replace(query, derived=None), model, language)}{words['colon']}**{head}**"
    groups = [f"**{name}**" for name in short_groups(query, model, language)]
    text = f"{words['start']} {_head(query, model, language)}"
    text += f" {words['by']} {join_words(groups, language)}" if groups else ""
    return (
        text
        + _restricted(query, model, language)
        + _when(query, model, language)
        + _ending(query, model, language)
    )


def _restricted(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """What rows are left: " with no orders where country is Germany and age is more than 30"."""
    conditions = condition_phrases(query, model, language)
    related = [one for one in conditions if one.startswith(_OF_RELATED[language])]
    plain = [one for one in conditions if one not in related]
    words = _WORDS[language]
    joiner = f" {words['and']} "
    text = f" {joiner.join(related)}" if related else ""
    return f"{text} {words['where']} {joiner.join(plain)}" if plain else text


def _ending(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    text = query_ending(query, model, language)
    return text.replace("les 1 premiers", "le premier").replace("les 1 derniers", "le dernier")


def _head(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    if query.measures:
        return join_words([_measure_bold(one, query, model, language) for one in query.measures], language)
    noun = listed_noun(query, model, language)
    if query.distinct:
        return _values(query, model, language)
    return f"une liste {of_french(noun)}" if language == "fr" else f"a list of **{noun}**"


def _values(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """Which different values: "the **members**" for keys of members, else "the values of **country**"."""
    if (joined := _referred_to(query, model)) is not None:
        return f"{'les' if language == 'fr' else 'the'} **{table_words(joined, model, language)}**"
    columns = [field_words(field, model, language) for field in query.columns]
    noun = join_words(list(dict.fromkeys(columns)), language)
    return f"les valeurs {of_french(noun)}" if language == "fr" else f"the values of **{noun}**"


def _referred_to(query: SemanticQuery, model: SemanticModel) -> TableKey | None:
    """The one table whose rows the columns name: by a key that points at it, or across that join."""
    joins = {
        join.on[0][0]: name
        for name, join in model.joins.items()
        if join.from_table == query.table and len(join.on) == 1
    }
    columns = [field for field in query.columns if isinstance(field, ColumnField)]
    paths = {field.path or (joins.get(field.column, ""),) for field in columns}
    keys = [field for field in columns if not field.path]
    path = paths.pop() if len(paths) == 1 and keys and len(columns) == len(query.columns) else ()
    return model.joins[path[0]].to_table if len(path) == 1 and path[0] in model.joins else None


def _when(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    if query.period is None:
        return ""
    by = f" ({field_words(query.period.field, model, language)})" if query.period.field else ""
    return f", **{dates(query.period, language)}**{by}"


def _measure_bold(measure: Measure, query: SemanticQuery, model: SemanticModel, language: str) -> str:
    phrase = measure_phrase(measure, model, language)
    if said_by_noun(query, model) is not None:
        noun = counted_noun(query, model, language)
        phrase = f"nombre {of_french(noun)}" if language == "fr" else f"number of {noun}"
    metric = model.metrics.get(measure.name) if isinstance(measure, MetricMeasure) else None
    notes = _filters(metric, model, language) if metric else []
    return f"**{phrase}** ({', '.join(notes)})" if notes else f"**{phrase}**"


def _filters(metric: Metric, model: SemanticModel, language: str) -> list[str]:
    """A metric's own filters, where they are as plain as `status = 'paid'`."""
    table = model.tables.get(metric.table) if metric.table else None
    notes = []
    for condition in metric.filters:
        found = _EQUALS.fullmatch(condition)
        column = table.column(found[1]) if found and table else None
        if found and column is not None:
            label = _small(column.words.label_in(language, found[1].replace("_", " ")))
            notes.append(f"{label}{_WORDS[language]['colon']}{found[2]}")
    return notes


# -- names -----------------------------------------------------------------------------------------------


def measure_phrase(measure: Measure, model: SemanticModel, language: str) -> str:
    """A measure as one says it: "average price", « prix moyen », « durée totale »."""
    if not isinstance(measure, AggregateMeasure) or measure.field is None:
        return measure_words(measure, model, language)
    name = short_field(measure.field, model, language)
    if measure.function in _OF_NUMBERS["en"] and is_plural(name, language) and _is_whole(measure, model):
        return _OF_NUMBERS[language][measure.function].format(name, de=of_french(name))
    adjective = _FRENCH_ADJECTIVES.get(measure.function) if language == "fr" else None
    if adjective and not name.startswith("total") and (phrase := with_adjective(name, adjective)):
        return phrase
    return measure_words(measure, model, language)


def _is_whole(measure: AggregateMeasure, model: SemanticModel) -> bool:
    """Whether it is of a number of things, such as pages: no money, nothing with a unit."""
    field = measure.field
    column = model.tables[field.table].column(field.column) if isinstance(field, ColumnField) else None
    whole = column is not None and column.type is ColumnType.INTEGER
    return whole and column is not None and not column.unit and not is_money(column)


def short_groups(query: SemanticQuery, model: SemanticModel, language: str) -> list[str]:
    """What the query groups by, in the fewest words that are clear."""
    short = {
        field_words(grouping.field, model, language): short_field(grouping.field, model, language)
        for grouping in query.group_by
        if grouping.grain is None
    }
    return [short.get(name, name) for name in grouped_words(query, model, language)]


def short_field(field: Field, model: SemanticModel, language: str) -> str:
    """“country” for "user country" where nothing else is called so."""
    full = field_words(field, model, language)
    if not isinstance(field, ColumnField) or not field.path:
        return full
    column = model.tables[field.table].column(field.column)
    own = _small(column.words.label_in(language)) if column else ""
    if not own or own not in full or own in ("name", "nom", "title", "titre", "id"):
        return full
    twins = [
        table.key
        for table in model.tables.values()
        if table.key != field.table
        and any(_small(other.words.label_in(language)) == own for other in table.columns)
    ]
    ways = [join for join in model.joins.values() if join.to_table == field.table]
    from_one = len({join.from_table for join in ways}) == len(ways)
    return own if not twins and from_one else full


def condition_phrases(query: SemanticQuery, model: SemanticModel, language: str) -> list[str]:
    """The query's conditions, each as "origin is JFK"."""
    said = [
        _with_short_field(condition_words(condition, model, language), condition, model, language)
        for condition in _worth_saying(query, model)
    ]
    return said + [having_words(query, index, model, language) for index in range(len(query.having))]


def short_conditions(query: SemanticQuery, model: SemanticModel, language: str) -> list[str]:
    """The same for brackets: "origin: JFK", "pages: more than 500"."""
    colon = _WORDS[language]["colon"]
    said = []
    for condition in _worth_saying(query, model):
        words = _with_short_field(condition_words(condition, model, language), condition, model, language)
        if isinstance(condition, Condition):
            name = short_field(condition.field, model, language)
            rest = _without_verb(words.removeprefix(name).strip(), condition.operator, language)
            words = f"{name}{colon}{rest}"
        said.append(words)
    return said + [having_words(query, index, model, language) for index in range(len(query.having))]


def _worth_saying(query: SemanticQuery, model: SemanticModel) -> list[RowCondition]:
    """Not that a group is known, nor the segment that the counted or listed noun says."""
    grouped = {grouping.field for grouping in query.group_by}
    said = said_by_noun(query, model)
    return [
        one
        for one in query.where
        if one is not said
        and not goes_without_saying(one, query, model)
        and not (isinstance(one, Condition) and one.operator is Operator.IS_NOT_NULL and one.field in grouped)
    ]


def said_by_noun(query: SemanticQuery, model: SemanticModel) -> SegmentCondition | None:
    """The one segment whose name is what is counted or listed: "cancelled flights"."""
    if query.distinct:
        return None  # Values are listed, whose names say nothing of the rows they are of.
    segments = [one for one in query.where if isinstance(one, SegmentCondition)]
    if len(segments) != 1 or segments[0].negated or segments[0].path:
        return None
    counts = not query.measures or (len(query.measures) == 1 and _counts_rows(query.measures[0], model))
    return segments[0] if counts else None


def _without_verb(text: str, operator: Operator, language: str) -> str:
    if operator in (Operator.EQUALS, Operator.IN):
        for start in ("is one of ", "is ", "est parmi ", "est "):
            text = text.removeprefix(start)
        return text
    return text.removeprefix("is ") if language == "en" else text.removeprefix("est ")


def _with_short_field(words: str, condition: RowCondition, model: SemanticModel, language: str) -> str:
    if not isinstance(condition, Condition):
        return words
    full = field_words(condition.field, model, language)
    return short_field(condition.field, model, language) + words.removeprefix(full)


def counted_noun(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """What the first measure counts, as a plural noun: "flights", "cancelled flights"; nothing if a value."""
    measure = query.measures[0]
    if isinstance(measure, MetricMeasure):
        metric = model.metrics.get(measure.name)
        if metric is None or metric.formula or metric.unit or not _is_count(metric.sql):
            return ""
    elif measure.function not in (Function.COUNT, Function.COUNT_DISTINCT):
        return ""
    label = measure_words(measure, model, language)
    for start in ("number of ", "nombre de ", "nombre d'", "nombre d’"):
        label = label.removeprefix(start)
    segment = said_by_noun(query, model)
    return _of_segment(segment, query, model, language) if segment else label


def _is_count(sql: str) -> bool:
    bare = "".join(sql.lower().split())
    return bare.startswith("count(") and bare.endswith(")") and "filter" not in bare and "/" not in bare


def _counts_rows(measure: Measure, model: SemanticModel) -> bool:
    if isinstance(measure, MetricMeasure):
        metric = model.metrics.get(measure.name)
        sql = "".join(metric.sql.lower().split()) if metric and not metric.unit else ""
        return sql in ("count(*)", "count(1)")
    return measure.function is Function.COUNT


def listed_noun(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """What a list lists, as a plural noun: "members", or the one segment that was asked for."""
    segment = said_by_noun(query, model)
    return (
        _of_segment(segment, query, model, language) if segment else table_words(query.table, model, language)
    )


def _of_segment(segment: SegmentCondition, query: SemanticQuery, model: SemanticModel, language: str) -> str:
    noun = table_words(query.table, model, language)
    return qualified(noun, condition_words(segment, model, language), language)


# -- dates -----------------------------------------------------------------------------------------------


def dates(period: Period, language: str) -> str:
    """The exact days: "Q3 2026, Jul 1 – Sep 30, 2026", "March 2013", "since March 1, 2013"."""
    first, last = period.start, period.end - dt.timedelta(microseconds=1) if period.end else None
    if first is None or last is None:
        return _open_dates(first, last, language)
    if first.date() == last.date():
        return format_day(first, language)
    span = format_interval(first.date(), last.date(), "yMMMd", locale=locale_of(language))
    if period.grain is Grain.QUARTER:
        return f"{format_unit(first, Grain.QUARTER, language)}, {span}"
    if period.grain in (Grain.MONTH, Grain.YEAR):
        return format_unit(first, period.grain, language)
    return span


def _open_dates(first: dt.datetime | None, last: dt.datetime | None, language: str) -> str:
    if first is not None:
        return f"{'depuis le' if language == 'fr' else 'since'} {format_day(first, language)}"
    return f"{'jusqu’au' if language == 'fr' else 'until'} {format_day(last, language)}" if last else ""


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
