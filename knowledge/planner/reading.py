"""How a query was understood, in words of the asker's language; precise enough to be asked again."""

from __future__ import annotations

from knowledge.planner.reading_conditions import condition_words, having_words, period_words, related_words
from knowledge.planner.reading_names import field_words, grouped_words, join_words, measure_words, table_words
from knowledge.planner.reading_terms import WORDS
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import (
    ColumnField,
    Condition,
    Operator,
    RelatedCondition,
    RowCondition,
    SemanticQuery,
)


def describe(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """The reading of a query as one line: "Average arrival delay by airline in 2013, top 5"."""
    parts = [_head(query, model, language)]
    if query.group_by:
        by = join_words(grouped_words(query, model, language), language)
        parts.append(f"{WORDS[language]['by']} {by}")
    if query.period is not None:
        parts.append(period_words(query.period, language, _period_field(query, model, language)))
    related = [
        related_words(one, model, language) for one in query.where if isinstance(one, RelatedCondition)
    ]
    parts += [f" {WORDS[language]['and']} ".join(related)] if related else []
    conditions = [
        condition_words(condition, model, language)
        for condition in query.where
        if not isinstance(condition, RelatedCondition) and not goes_without_saying(condition, query, model)
    ]
    conditions += [having_words(query, index, model, language) for index in range(len(query.having))]
    text = " ".join(part for part in parts if part)
    if conditions:
        text += f" {WORDS[language]['where']} " + f" {WORDS[language]['and']} ".join(conditions)
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
        return f"{WORDS[language]['list']} {names} ({WORDS[language]['different']}, {table})"
    return f"{WORDS[language]['list']} {table}"


def query_ending(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    """How many rows are asked for, and which: ", top 5"; nothing if all."""
    if query.limit is None:
        return ""
    descending = query.order[0].descending if query.order else True
    if query.measures:
        return ", " + WORDS[language]["first" if descending else "last"].format(query.limit)
    index = query.order[0].grouping if query.order else None
    if index is None:
        return f" ({query.limit})"
    name = field_words(query.columns[index], model, language)
    return ", " + WORDS[language]["rows_first" if descending else "rows_last"].format(query.limit, name)


def _period_field(query: SemanticQuery, model: SemanticModel, language: str) -> str:
    return field_words(query.period.field, model, language) if query.period and query.period.field else ""
