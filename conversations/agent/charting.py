"""What a finished answer's chart can be changed to: kept with it, so that a click needs no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.agent.context import OpenSource
from knowledge.planner.plan import Planned
from knowledge.semantic.compiled import CompiledQuery
from knowledge.semantic.derivation import ByCalendarPart
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.money import currency_place
from knowledge.semantic.query import AggregateMeasure, Function, MetricMeasure, SemanticQuery
from querying.chart_kinds import ChartKind, Wording, kinds_for
from querying.charts import chart_for
from querying.limits import SHOWN_ROWS
from querying.results import ResultSet


@dataclass(frozen=True, slots=True)
class Charting:
    """The kinds of chart that fit an answer's table, and what each says beside its data."""

    wording: Wording
    kinds: tuple[ChartKind, ...] = ()
    is_drawable: bool = True

    def draw(self, result: ResultSet) -> dict[str, Any] | None:
        """The chart that follows from the columns alone, if one does."""
        said = self.wording
        if not self.is_drawable:
            return None
        return chart_for(result, title=said.title, units=said.units, language=said.language, apart=said.apart)

    def as_json(self) -> dict[str, Any]:
        said = self.wording
        return {
            "title": said.title,
            "units": list(said.units),
            "language": said.language,
            "apart": said.apart,
            "kinds": list(self.kinds),
        }


NO_CHART = Charting(Wording(), is_drawable=False)


def charting_for(result: ResultSet, wording: Wording, *, is_whole: bool) -> Charting:
    """`is_whole`: the numbers are parts of a sum, so that a pie or bars of parts would not mislead."""
    if result.row_count > SHOWN_ROWS or result.truncated:
        return Charting(wording)  # only the first rows are kept with the answer
    return Charting(wording, kinds_for(result, wording, is_whole=is_whole))


def charting_of(payload: dict[str, Any]) -> Charting:
    """As it was kept with an answer."""
    kept = payload.get("charting") or {}
    wording = Wording(
        kept.get("title", ""), tuple(kept.get("units", ())), kept.get("language", "en"), kept.get("apart")
    )
    return Charting(wording, tuple(ChartKind(kind) for kind in kept.get("kinds", ())))


def charting_of_plan(
    planned: Planned, compiled: CompiledQuery, source: OpenSource, result: ResultSet
) -> Charting:
    """What fits the result of a planner's query."""
    query = planned.query
    if query.derived is not None and not isinstance(query.derived, ByCalendarPart):
        return NO_CHART  # a share and an amount, or two periods, have no axis in common
    apart = currency_place(compiled.columns, source.model)
    units = tuple(column.unit for place, column in enumerate(compiled.columns) if place != apart)
    wording = Wording(planned.reading, units, planned.language, apart)
    charting = charting_for(result, wording, is_whole=_is_whole(query, source.model))
    # Where no chart follows from the columns, others would say no more.
    return charting if charting.draw(result) is not None else NO_CHART


def _is_whole(query: SemanticQuery, model: SemanticModel) -> bool:
    """Whether the rows are all parts of one sum or count."""
    if query.limit is not None or query.having or query.derived is not None or len(query.measures) != 1:
        return False
    match query.measures[0]:
        case MetricMeasure(name):
            sql = (model.metrics[name].sql or "").lower().replace(" ", "")
            return sql.startswith(("sum(", "count(")) and "distinct" not in sql and sql.count("(") == 1
        case AggregateMeasure(function):
            return function in (Function.COUNT, Function.SUM)
    return False
