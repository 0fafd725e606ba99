"""What a conversation remembers comes back as it was."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from knowledge.semantic.memory import query_as_json, query_from_json
from knowledge.semantic.query import (
    AggregateMeasure,
    ColumnField,
    Condition,
    DimensionField,
    Function,
    Grain,
    Grouping,
    MeasureCondition,
    MetricMeasure,
    Operator,
    Order,
    Period,
    SegmentCondition,
    SemanticQuery,
)

FLIGHTS = ("public", "flights")
QUERY = SemanticQuery(
    table=FLIGHTS,
    measures=(
        MetricMeasure("revenue"),
        AggregateMeasure(Function.MEDIAN, FLIGHTS, ColumnField(FLIGHTS, "delay")),
    ),
    group_by=(
        Grouping(DimensionField("airline", ("carrier",))),
        Grouping(ColumnField(FLIGHTS, "day"), Grain.MONTH),
    ),
    where=(
        Condition(ColumnField(FLIGHTS, "origin"), Operator.IN, ("JFK", "LGA")),
        Condition(ColumnField(FLIGHTS, "day"), Operator.GREATER, (dt.date(2013, 1, 1), 2.5, True)),
        SegmentCondition("late", negated=True),
    ),
    period=Period(dt.datetime(2013, 1, 1), None, grain=Grain.YEAR),  # noqa: DTZ001 (local time, as the planner gives it)
    having=(MeasureCondition(0, Operator.GREATER, (100,)),),
    order=(Order(measure=0), Order(grouping=1, descending=False)),
    limit=5,
)


def test_a_query_survives_json():
    assert query_from_json(json.loads(json.dumps(query_as_json(QUERY)))) == QUERY


@pytest.mark.parametrize(
    "data", [None, {}, [], "x", {"is": "SemanticQuery", "colour": "red"}, {"is": "os.system"}]
)
def test_what_is_no_query_is_none(data):
    assert query_from_json(data) is None
