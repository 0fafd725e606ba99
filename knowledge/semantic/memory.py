"""A SemanticQuery as JSON and back: what a conversation remembers so that the next question can refine it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import StrEnum
from typing import Any

from knowledge.semantic import derivation
from knowledge.semantic import query as semantic
from knowledge.semantic.query import SemanticQuery

KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        semantic.ColumnField,
        semantic.DimensionField,
        semantic.MetricMeasure,
        semantic.AggregateMeasure,
        semantic.Grouping,
        semantic.Condition,
        semantic.SegmentCondition,
        semantic.RelatedCondition,
        semantic.Period,
        semantic.MeasureCondition,
        semantic.Order,
        semantic.SemanticQuery,
        derivation.PerUnit,
        derivation.PerGroup,
        derivation.ShareOf,
        derivation.ComparedWith,
        derivation.ByCalendarPart,
        derivation.Funnel,
        derivation.Retention,
        derivation.Turnover,
        derivation.TopPerGroup,
        derivation.RunningTotal,
        derivation.ChangeByUnit,
    )
}
WORDS: dict[str, type[StrEnum]] = {
    kind.__name__: kind
    for kind in (
        semantic.Grain,
        semantic.Function,
        semantic.Operator,
        derivation.Summary,
        derivation.CalendarPart,
    )
}


def query_as_json(value: Any) -> Any:
    """The query (or a part of it); what is at its default is left out."""
    if dataclasses.is_dataclass(value):
        fields = {
            field.name: query_as_json(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
        return {"is": type(value).__name__, **fields}
    if isinstance(value, StrEnum):
        return {"is": type(value).__name__, "word": value.value}
    if isinstance(value, dt.datetime):
        return {"is": "datetime", "at": value.isoformat()}
    if isinstance(value, dt.date):
        return {"is": "date", "at": value.isoformat()}
    if isinstance(value, tuple):
        return [query_as_json(item) for item in value]
    return value


def query_from_json(data: Any) -> SemanticQuery | None:
    """The query, or None where the JSON is of another version or of no query at all."""
    try:
        query = _value(data)
    except (KeyError, TypeError, ValueError):
        return None
    return query if isinstance(query, SemanticQuery) else None


def _value(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_value(item) for item in data)
    if not isinstance(data, dict):
        return data
    name = data["is"]
    if name == "datetime":
        return dt.datetime.fromisoformat(data["at"])
    if name == "date":
        return dt.date.fromisoformat(data["at"])
    if name in WORDS:
        return WORDS[name](data["word"])
    return KINDS[name](**{field: _value(item) for field, item in data.items() if field != "is"})
