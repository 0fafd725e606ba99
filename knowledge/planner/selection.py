"""Of many readings the one to answer with, or the few that the asker must choose from, or none."""

from __future__ import annotations

from dataclasses import replace

from knowledge.planner.interpretation import Reading
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import AggregateMeasure, MetricMeasure, SegmentCondition, SemanticQuery

LOWEST_SCORE = 0.62
NEAR_TIE = 0.045
MOST_CHOICES = 4


def best_readings(readings: list[Reading], model: SemanticModel) -> list[Reading]:
    """The best reading, and others that are as good and mean something else; empty if none is good."""
    best_of: dict[SemanticQuery, Reading] = {}
    for reading in readings:
        kept = best_of.get(reading.query)
        if kept is None or reading.score > kept.score:
            best_of[reading.query] = reading
    ranked = sorted((_preferred(one, model) for one in best_of.values()), key=lambda one: -one.score)
    ranked = [one for one in ranked if one.score >= LOWEST_SCORE]
    if not ranked:
        return []
    best = ranked[0]
    rivals = [
        one
        for one in ranked[1:]
        if best.score - one.score <= NEAR_TIE and not _same_meaning(best.query, one.query, model)
    ]
    return [best, *rivals][:MOST_CHOICES]


def _preferred(reading: Reading, model: SemanticModel) -> Reading:
    """What staff defined goes before what is made up on the spot."""
    bonus = sum(
        0.06 if model.metrics[measure.name].approved else 0.01
        for measure in reading.query.measures
        if isinstance(measure, MetricMeasure)
    )
    bonus += 0.06 * any(isinstance(condition, SegmentCondition) for condition in reading.query.where)
    return replace(reading, score=reading.score + bonus) if bonus else reading


def _same_meaning(one: SemanticQuery, other: SemanticQuery, model: SemanticModel) -> bool:
    """Readings that differ only in whether a draft metric or its own aggregate is named."""
    if one.limit is None and other.limit is None:  # the order of all rows is but a nicety
        one, other = replace(one, order=()), replace(other, order=())
    if replace(one, measures=(), table=None) != replace(other, measures=(), table=None):
        return False
    if len(one.measures) != len(other.measures):
        return False
    return all(_twins(a, b, model) for a, b in zip(one.measures, other.measures, strict=True))


def _twins(one: object, other: object, model: SemanticModel) -> bool:
    if one == other:
        return True
    metric, aggregate = (one, other) if isinstance(one, MetricMeasure) else (other, one)
    if not isinstance(metric, MetricMeasure) or not isinstance(aggregate, AggregateMeasure):
        return False
    found = model.metrics[metric.name]
    return (
        found.table == aggregate.table
        and not found.filters
        and _formula(aggregate) == found.sql.replace(" ", "").replace('"', "").lower()
    )


def _formula(measure: AggregateMeasure) -> str:
    names = {
        "count": "count({})",
        "sum": "sum({})",
        "average": "avg({})",
        "minimum": "min({})",
        "maximum": "max({})",
        "count_distinct": "count(distinct{})",
        "median": "median({})",
    }
    column = getattr(measure.field, "column", None)
    return names[measure.function.value].format((column or "*").lower())
