"""What a measure is called, and what its formula is made of."""

from __future__ import annotations

import re

from knowledge.planner.polarity import adds_up
from knowledge.planner.tokens import words_of
from knowledge.planner.words import likeness
from knowledge.semantic.model import SemanticColumn, SemanticModel
from knowledge.semantic.query import ColumnField, Measure, MetricMeasure
from querying.catalog import TableKey

_NAME = re.compile(r"[^\W\d]\w*")


def words_of_measure(model: SemanticModel, measure: Measure) -> list[str]:
    """Words that tell what is measured: of the metric's labels, or of the column's name and labels."""
    if isinstance(measure, MetricMeasure):
        metric = model.metrics[measure.name]
        return [
            word
            for phrase in (measure.name, *(p for _, p in metric.words.phrases()))
            for word in words_of(phrase)
        ]
    if measure.field is None:
        return list(words_of(measure.table[1]))
    if not isinstance(measure.field, ColumnField):
        return list(words_of(measure.field.name))
    column = model.tables[measure.field.table].column(measure.field.column)
    phrases = [p for _, p in column.words.phrases()] if column else []
    return [word for phrase in (measure.field.column, *phrases) for word in words_of(phrase)]


def metrics_called(model: SemanticModel, words: tuple[str, ...]) -> tuple[str, ...]:
    """Metrics that one of these words is a name of, as "popular" may be one of the number of sign-ups."""
    return tuple(
        name
        for name, metric in model.metrics.items()
        if any(
            len(named) == 1 and likeness(word, named[0]) == 1.0
            for word in words
            for named in (words_of(phrase) for _, phrase in metric.words.phrases())
        )
    )


def is_total(sql: str) -> bool:
    """Whether a metric's formula counts or adds up."""
    return sql.strip().lower().startswith(("count(", "sum("))


def names_in_formula(formula: str, model: SemanticModel) -> tuple[str, ...]:
    """Metrics that a formula is made of."""
    return tuple(dict.fromkeys(name for name in _NAME.findall(formula) if name in model.metrics))


def metric_tables(
    model: SemanticModel, name: str, seen: frozenset[str] = frozenset()
) -> tuple[TableKey, ...]:
    """Tables that a metric measures; a formula may have several."""
    metric = model.metrics.get(name)
    if metric is None or name in seen:
        return ()
    if metric.table is not None and not metric.formula:
        return (metric.table,)
    tables: dict[TableKey, None] = {}
    for part in names_in_formula(metric.formula, model):
        for table in metric_tables(model, part, seen | {name}):
            tables[table] = None
    return tuple(tables)


def additive(column: SemanticColumn) -> bool:
    """Whether a column's total is what people mean by its bare name."""
    words = [
        *words_of(column.name),
        *(word for _, phrase in column.words.phrases() for word in words_of(phrase)),
    ]
    return adds_up(words)
