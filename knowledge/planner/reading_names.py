"""Tables, fields, groupings and measures in words of the asker's language."""

from __future__ import annotations

from knowledge.planner.fields import label_columns
from knowledge.planner.nouns import is_uncountable, of_french, one_of
from knowledge.planner.reading_terms import FUNCTIONS, GRAINS, WORDS
from knowledge.semantic.model import ColumnRole, SemanticModel
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    DimensionField,
    Field,
    Function,
    Grouping,
    Measure,
    MetricMeasure,
    SemanticQuery,
)
from querying.catalog import TableKey


def join_words(parts: list[str], language: str) -> str:
    """“a, b and c”."""
    joiner = f" {WORDS[language]['and']} "
    return joiner.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def table_words(table: TableKey | None, model: SemanticModel, language: str) -> str:
    """A table's label in lower case, plural as labelled."""
    found = model.tables.get(table) if table else None
    if found is None or table is None:
        return ""
    return lowered(found.words.label_in(language) or table[1].replace("_", " "))


def field_words(field: Field, model: SemanticModel, language: str) -> str:
    """What a field is called: its label, with the role or table it is reached by; "airline" for its name."""
    if isinstance(field, DimensionField):
        return lowered(model.dimensions[field.name].words.label_in(language, field.name))
    table = model.tables[field.table]
    column = table.column(field.column)
    own = lowered(column.words.label_in(language) if column else "") or field.column.replace("_", " ")
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
        return lowered(role)
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
        return GRAINS[language][grouping.grain]
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
        return lowered(model.metrics[measure.name].words.label_in(language, measure.name))
    if measure.field is None:
        name = counted_words(table_words(measure.table, model, language), language)
    elif measure.function is Function.COUNT_DISTINCT:
        name = _counted_words(measure, model, language)
    else:
        name = field_words(measure.field, model, language)
    if measure.function is Function.SUM and name.split()[:1] == ["total"]:
        return name
    return FUNCTIONS[language][measure.function].format(name, de=of_french(name))


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


def lowered(text: str) -> str:
    """The first letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
