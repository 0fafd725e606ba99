"""Which charts a run's rows can be shown as."""

from __future__ import annotations

from querying.chart_kinds import ChartKind, Wording, chart_of_kind, kinds_for, show_as
from querying.charts import Spec, chart_for
from querying.limits import SHOWN_ROWS
from querying.results import ResultSet

FOLLOWING = "auto"
"""The kind that follows from the columns."""
MOST_COLUMNS = 12


def is_drawable(result: ResultSet) -> bool:
    """Whether the page shows all of it: a chart of the first rows would mislead."""
    return result.row_count <= SHOWN_ROWS and not result.truncated and len(result.columns) <= MOST_COLUMNS


def fitting(result: ResultSet, language: str) -> tuple[ChartKind, ...]:
    """The kinds that the rows can be drawn as; none where there is nothing to choose.

    Whether the numbers of anybody's SQL are parts of a sum nobody knows: no pie is offered.
    """
    kinds = kinds_for(result, Wording(language=language), is_whole=False) if is_drawable(result) else ()
    return kinds if len(kinds) > 1 or (kinds and chart_for(result, language=language) is None) else ()


def kinds_told(result: ResultSet, language: str) -> list[dict[str, str]]:
    """What the page's buttons are made of: {kind, text}."""
    return [{"kind": str(kind), "text": show_as(kind, language)} for kind in fitting(result, language)]


def drawn_as(result: ResultSet, kind: str, language: str) -> Spec | None:
    """The chart of one of the fitting kinds, or FOLLOWING; None where it can't be drawn like that."""
    if kind == FOLLOWING:
        return chart_for(result, language=language) if is_drawable(result) else None
    if kind not in fitting(result, language):
        return None
    return chart_of_kind(ChartKind(kind), result, Wording(language=language))
