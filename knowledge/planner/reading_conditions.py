"""Conditions, bounds and periods in words of the asker's language."""

from __future__ import annotations

import datetime as dt

from knowledge.planner.formats import format_day, format_number, format_unit
from knowledge.planner.reading_names import field_words, lowered, measure_words, table_words
from knowledge.planner.reading_terms import OPERATORS, WORDS
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import (
    Grain,
    Operator,
    Period,
    RelatedCondition,
    RowCondition,
    SegmentCondition,
    SemanticQuery,
    Value,
)


def condition_words(condition: RowCondition, model: SemanticModel, language: str) -> str:
    if isinstance(condition, SegmentCondition):
        label = lowered(model.segments[condition.name].words.label_in(language, condition.name))
        return f"{WORDS[language]['not']} {label}" if condition.negated else label
    if isinstance(condition, RelatedCondition):
        return related_words(condition, model, language)
    name = field_words(condition.field, model, language)
    values = [value_words(value, language) for value in condition.values]
    operator = OPERATORS[language][condition.operator]
    joiner = f" {WORDS[language]['and']} " if condition.operator is Operator.BETWEEN else ", "
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
        values = f" {WORDS[language]['and']} ".join(value_words(one, language) for one in condition.values)
        counted = "nombre" if french else "number"
        if condition.amount is not None:
            counted = f"total {field_words(condition.amount, model, language)}"
        said.append(f"{counted} {OPERATORS[language][condition.operator]} {values}")
    return f"{text} ({', '.join(said)})" if said else text


def value_words(value: Value, language: str) -> str:
    if isinstance(value, bool):
        return WORDS[language]["true" if value else "false"]
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
    joiner = f" {WORDS[language]['and']} "
    values = joiner.join(value_words(value, language) for value in having.values)
    return f"{name} {OPERATORS[language][having.operator]} {values}"


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
