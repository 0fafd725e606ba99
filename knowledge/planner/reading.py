"""How a query was understood, in words of the asker's language; precise enough to be asked again."""

from __future__ import annotations

import datetime as dt

from knowledge.planner.fields import label_columns
from knowledge.planner.formats import format_day, format_number, format_unit
from knowledge.planner.nouns import is_uncountable, of_french, one_of
from knowledge.semantic.model import ColumnRole, SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    DimensionField,
    Field,
    Function,
    Grain,
    Grouping,
    Measure,
    MetricMeasure,
    Operator,
    Period,
    RelatedCondition,
    RowCondition,
    SegmentCondition,
    SemanticQuery,
    Value,
)
from querying.catalog import TableKey

_GRAINS = {
    "en": {grain: grain.value for grain in Grain},
    "fr": {
        Grain.HOUR: "heure",
        Grain.DAY: "jour",
        Grain.WEEK: "semaine",
        Grain.MONTH: "mois",
        Grain.QUARTER: "trimestre",
        Grain.YEAR: "année",
    },
}
_FUNCTIONS = {
    "en": {
        Function.SUM: "total {}",
        Function.AVERAGE: "average {}",
        Function.MINIMUM: "minimum {}",
        Function.MAXIMUM: "maximum {}",
        Function.MEDIAN: "median {}",
        Function.COUNT: "number of {}",
        Function.COUNT_DISTINCT: "number of distinct {}",
    },
    "fr": {
        Function.SUM: "total {de}",
        Function.AVERAGE: "moyenne {de}",
        Function.MINIMUM: "minimum {de}",
        Function.MAXIMUM: "maximum {de}",
        Function.MEDIAN: "médiane {de}",
        Function.COUNT: "nombre {de}",
        Function.COUNT_DISTINCT: "nombre {de} différents",
    },
}
_OPERATORS = {
    "en": {
        Operator.EQUALS: "is",
        Operator.NOT_EQUALS: "is not",
        Operator.IN: "is one of",
        Operator.NOT_IN: "is none of",
        Operator.LESS: "is less than",
        Operator.LESS_OR_EQUAL: "is at most",
        Operator.GREATER: "is more than",
        Operator.GREATER_OR_EQUAL: "is at least",
        Operator.BETWEEN: "is between",
        Operator.CONTAINS: "contains",
        Operator.IS_NULL: "is missing",
        Operator.IS_NOT_NULL: "is known",
    },
    "fr": {
        Operator.EQUALS: "est",
        Operator.NOT_EQUALS: "n'est pas",
        Operator.IN: "est parmi",
        Operator.NOT_IN: "n'est pas parmi",
        Operator.LESS: "est inférieur à",
        Operator.LESS_OR_EQUAL: "est au plus",
        Operator.GREATER: "est supérieur à",
        Operator.GREATER_OR_EQUAL: "est au moins",
        Operator.BETWEEN: "est entre",
        Operator.CONTAINS: "contient",
        Operator.IS_NULL: "est manquant",
        Operator.IS_NOT_NULL: "est renseigné",
    },
}
_WORDS = {
    "en": {
        "by": "by",
        "where": "where",
        "and": "and",
        "list": "list of",
        "true": "yes",
        "false": "no",
        "not": "not",
        "first": "top {}",
        "last": "bottom {}",
        "rows_first": "highest {1} first, {0} at most",
        "rows_last": "lowest {1} first, {0} at most",
        "different": "different values",
        "no_limit": "",
    },
    "fr": {
        "by": "par",
        "where": "où",
        "and": "et",
        "list": "liste :",
        "true": "oui",
        "false": "non",
        "not": "hors",
        "first": "les {} premiers",
        "last": "les {} derniers",
        "rows_first": "{1} par ordre décroissant, {0} au plus",
        "rows_last": "{1} par ordre croissant, {0} au plus",
        "different": "valeurs différentes",
        "no_limit": "",
    },
}


def describe(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """The reading of a query as one line: "Average arrival delay by airline in 2013, top 5"."""
    parts = [_head(query, model, language)]
    if query.group_by:
        by = join_words(grouped_words(query, model, language), language)
        parts.append(f"{_WORDS[language]['by']} {by}")
    if query.period is not None:
        parts.append(period_words(query.period, language, _period_field(query, model, language)))
    related = [
        related_words(one, model, language) for one in query.where if isinstance(one, RelatedCondition)
    ]
    parts += [f" {_WORDS[language]['and']} ".join(related)] if related else []
    conditions = [
        condition_words(condition, model, language)
        for condition in query.where
        if not isinstance(condition, RelatedCondition) and not goes_without_saying(condition, query, model)
    ]
    conditions += [having_words(query, index, model, language) for index in range(len(query.having))]
    text = " ".join(part for part in parts if part)
    if conditions:
        text += f" {_WORDS[language]['where']} " + f" {_WORDS[language]['and']} ".join(conditions)
    text += query_ending(query, model, language)
    return text[:1].upper() + text[1:]


def goes_without_saying(condition: RowCondition, query: SemanticQuery, model: SemanticModel) -> bool:
    """That what is ranked, or ranked by, or held to a bound, is known at all."""
    if not isinstance(condition, Condition) or condition.operator is not Operator.IS_NOT_NULL:
        return False
    if query.limit is None and not query.having:
        return False
    if not query.measures:
        index = query.order[0].grouping if query.order else None
        return index is not None and query.columns[index] == condition.field
    first = next((g.field.path[0] for g in query.group_by if g.grain is None and g.field.path), None)
    join = model.joins.get(first) if first else None
    return join is not None and condition.field == ColumnField(join.from_table, join.on[0][0])


def _head(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    if query.measures:
        return join_words([measure_words(measure, model, language) for measure in query.measures], language)
    columns = [field_words(field, model, language) for field in query.columns]
    table = table_words(query.table, model, language) if query.table else ""
    if query.distinct:
        names = join_words(list(dict.fromkeys(columns)), language)
        return f"{_WORDS[language]['list']} {names} ({_WORDS[language]['different']}, {table})"
    return f"{_WORDS[language]['list']} {table}"


def query_ending(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """How many rows are asked for, and which: ", top 5"; nothing if all."""
    if query.limit is None:
        return ""
    descending = query.order[0].descending if query.order else True
    if query.measures:
        return ", " + _WORDS[language]["first" if descending else "last"].format(query.limit)
    index = query.order[0].grouping if query.order else None
    if index is None:
        return f" ({query.limit})"
    name = field_words(query.columns[index], model, language)
    return ", " + _WORDS[language]["rows_first" if descending else "rows_last"].format(query.limit, name)


def join_words(parts: list[str], language: str) -> str:
    """“a, b and c”."""
    joiner = f" {_WORDS[language]['and']} "
    return joiner.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


# -- names -----------------------------------------------------------------------------------------------


def table_words(table: TableKey | None, model: SemanticModel, language: str) -> str:
    """A table's label in lower case, plural as labelled."""
    found = model.tables.get(table) if table else None
    if found is None or table is None:
        return ""
    return _lower(found.words.label_in(language) or table[1].replace("_", " "))


def field_words(field: Field, model: SemanticModel, language: str) -> str:
    """What a field is called: its label, with the role or table it is reached by; "airline" for its name."""
    if isinstance(field, DimensionField):
        return _lower(model.dimensions[field.name].words.label_in(language, field.name))
    table = model.tables[field.table]
    column = table.column(field.column)
    own = _lower(column.words.label_in(language) if column else "") or field.column.replace("_", " ")
    if not field.path:
        return own
    role = role_words(field, model, language)
    if column is not None and column in label_columns(table) and len(label_columns(table)) == 1:
        return role
    if own == role or own.startswith(f"{role} "):
        return own
    return f"{role} {own}" if language == "en" else f"{own} ({role})"


def role_words(field: ColumnField, model: SemanticModel, language: str) -> str:
    """The part that the field's table plays: "origin airport"; its singular if it plays none."""
    join = model.joins.get(field.path[-1])
    role = join.words.label_in(language) if join else ""
    if role:
        return _lower(role)
    twins = [
        j
        for j in model.joins.values()
        if join and j.from_table == join.from_table and j.to_table == join.to_table
    ]
    name = table_words(field.table, model, language)
    name = one_of(name, language)
    if join is not None and len(twins) > 1:
        return join.name.replace("_", " ")
    return name


def grouping_words(grouping: Grouping, model: SemanticModel, language: str) -> str:
    if grouping.grain is not None:
        return _GRAINS[language][grouping.grain]
    return field_words(grouping.field, model, language)


def grouped_words(query: SemanticQuery, model: SemanticModel, language: str) -> list[str]:
    """What the query groups by, in words; the first and the last name of people are one thing."""
    words: list[str] = []
    for grouping in _shown_groups(query, model):
        words.append(
            _person_words(grouping, query, model, language) or grouping_words(grouping, model, language)
        )
    return list(dict.fromkeys(words))


def _person_words(grouping: Grouping, query: SemanticQuery, model: SemanticModel, language: str) -> str:
    field = grouping.field
    if not isinstance(field, ColumnField) or field.table not in model.tables:
        return ""
    names = [column.name for column in label_columns(model.tables[field.table])]
    grouped = {other.field for other in query.group_by}
    whole = {ColumnField(field.table, name, field.path) for name in names}
    if len(names) != 2 or field.column not in names or not whole <= grouped:
        return ""
    return (
        role_words(field, model, language)
        if field.path
        else one_of(table_words(field.table, model, language), language)
    )


def _shown_groups(query: SemanticQuery, model: SemanticModel) -> list[Grouping]:
    """Groupings without the keys that only keep people of one name apart."""
    shown: list[Grouping] = []
    for grouping in query.group_by:
        field = grouping.field
        if shown and isinstance(field, ColumnField) and grouping.grain is None:
            column = model.tables[field.table].column(field.column)
            if column is not None and column.role is ColumnRole.KEY:
                continue
        shown.append(grouping)
    return shown


def measure_words(measure: Measure, model: SemanticModel, language: str) -> str:
    """“average arrival delay”, "number of flights", or a metric's label."""
    if isinstance(measure, MetricMeasure):
        return _lower(model.metrics[measure.name].words.label_in(language, measure.name))
    if measure.field is None:
        name = counted_words(table_words(measure.table, model, language), language)
    elif measure.function is Function.COUNT_DISTINCT:
        name = _counted_words(measure, model, language)
    else:
        name = field_words(measure.field, model, language)
    if measure.function is Function.SUM and name.split()[:1] == ["total"]:
        return name
    return _FUNCTIONS[language][measure.function].format(name, de=of_french(name))


def counted_words(name: str, language: str) -> str:
    """What is counted: what has no plural is counted by its records."""
    if not is_uncountable(name):
        return name
    return f"enregistrements {of_french(name)}" if language == "fr" else f"{name} records"


def _counted_words(measure: AggregateMeasure, model: SemanticModel, language: str) -> str:
    """Of a key that points to another table, that table's name: distinct customers."""
    field = measure.field
    assert field is not None
    if isinstance(field, ColumnField):
        for join in model.joins_from(field.table):
            if len(join.on) == 1 and join.on[0][0] == field.column:
                return table_words(join.to_table, model, language)
        table = model.tables[field.table]
        if field.column in table.primary_key:
            return table_words(field.table, model, language)
    return field_words(field, model, language)


def _lower(text: str) -> str:
    """The first letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


# -- conditions and periods ------------------------------------------------------------------------------


def condition_words(condition: RowCondition, model: SemanticModel, language: str) -> str:
    if isinstance(condition, SegmentCondition):
        label = _lower(model.segments[condition.name].words.label_in(language, condition.name))
        return f"{_WORDS[language]['not']} {label}" if condition.negated else label
    if isinstance(condition, RelatedCondition):
        return related_words(condition, model, language)
    name = field_words(condition.field, model, language)
    values = [value_words(value, language) for value in condition.values]
    operator = _OPERATORS[language][condition.operator]
    joiner = f" {_WORDS[language]['and']} " if condition.operator is Operator.BETWEEN else ", "
    return f"{name} {operator} {joiner.join(values)}".strip()


def related_words(condition: RelatedCondition, model: SemanticModel, language: str) -> str:
    """“with no orders from 22 October to 21 November 2026”, "with orders (number is at least 3)"."""
    french = language == "fr"
    name = table_words(condition.table, model, language)
    if condition.negated:
        text = f"sans {name}" if french else f"with no {name}"
    else:
        text = f"avec {name}" if french else f"with {name}"
    if condition.period is not None:
        by = field_words(condition.period.field, model, language) if condition.period.field else ""
        text += f" {period_words(condition.period, language, by)}"
    said = [condition_words(one, model, language) for one in condition.where]
    if condition.operator is not None:
        values = f" {_WORDS[language]['and']} ".join(value_words(one, language) for one in condition.values)
        counted = "nombre" if french else "number"
        if condition.amount is not None:
            counted = f"total {field_words(condition.amount, model, language)}"
        said.append(f"{counted} {_OPERATORS[language][condition.operator]} {values}")
    return f"{text} ({', '.join(said)})" if said else text


def value_words(value: Value, language: str) -> str:
    if isinstance(value, bool):
        return _WORDS[language]["true" if value else "false"]
    if isinstance(value, int | float):
        return (
            str(value) if isinstance(value, int) and 1500 < value < 2200 else format_number(value, language)
        )
    if isinstance(value, dt.date):
        return format_day(value, language)
    return value


def having_words(query: SemanticQuery, index: int, model: SemanticModel, language: str) -> str:
    """A bound on a measure: "number of orders is more than 100"."""
    having = query.having[index]
    name = measure_words(query.measures[having.measure], model, language)
    joiner = f" {_WORDS[language]['and']} "
    values = joiner.join(value_words(value, language) for value in having.values)
    return f"{name} {_OPERATORS[language][having.operator]} {values}"


def _period_field(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    return field_words(query.period.field, model, language) if query.period and query.period.field else ""


def period_words(period: Period, language: str, by: str = "") -> str:
    """“in March 2013”, "from 22 October to 21 November 2026", "since 2013"; `by` names the date meant."""
    suffix = f" ({by})" if by else ""
    if period.start is not None and period.end is not None and period.grain is not None:
        if period.grain is Grain.DAY:
            text = ("le " if language == "fr" else "on ") + format_day(period.start, language)
        elif period.grain is Grain.WEEK:
            text = ("pendant " if language == "fr" else "in ") + format_unit(
                period.start, Grain.WEEK, language
            )
        else:
            at = "au " if period.grain is Grain.QUARTER else "en "
            text = (at if language == "fr" else "in ") + format_unit(period.start, period.grain, language)
        return text + suffix
    first = format_day(period.start, language) if period.start else ""
    last = format_day(period.end - dt.timedelta(microseconds=1), language) if period.end else ""
    if first and last:
        return (f"du {first} au {last}" if language == "fr" else f"from {first} to {last}") + suffix
    if first:
        return (f"depuis le {first}" if language == "fr" else f"since {first}") + suffix
    return (f"jusqu'au {last}" if language == "fr" else f"until {last}") + suffix
