"""Runs, plans and refusals as the page gets them."""

from __future__ import annotations

from typing import Any

from accounts.actor import Actor
from querying.charts import chart_for
from querying.guard import GuardRefusal
from querying.limits import SHOWN_ROWS
from querying.plans import PlanExplained
from querying.plans.told import Place
from querying.results import QueryFailed
from querying.services import Execution
from querying.workbench.charting import is_drawable, kinds_told

# A page of 1,600 columns has fewer rows: a browser shows so many cells and no more without waiting.
SHOWN_CELLS = 100_000


def shown_rows(columns: int) -> int:
    """How many rows of so many columns are sent to the page at once."""
    return max(10, min(SHOWN_ROWS, SHOWN_CELLS // max(1, columns)))


def run_as_json(actor: Actor, done: Execution) -> dict[str, Any]:
    """The first rows, a chart where one fits, and what is to be known of the run."""
    result = done.result
    rows = result.json_rows(shown_rows(len(result.columns)))
    return {
        "query": str(done.id),
        "columns": [column.as_json() for column in result.columns],
        "rows": rows,
        "row_count": result.row_count,
        "truncated": result.truncated,
        "milliseconds": result.milliseconds,
        "cached_age": done.cached_age,
        "masked": list(done.guarded.masked),
        "too_large": list(result.truncated_cells),
        "sql_run": done.guarded.sql,
        "chart": chart_for(result, language=actor.language) if is_drawable(result) else None,
        "kinds": kinds_told(result, actor.language),
    }


def plan_as_json(explained: PlanExplained) -> dict[str, Any]:
    """The plan in words; places are [from, to] in characters."""
    costly = explained.costly
    return {
        "steps": [
            {
                "text": step.text,
                "details": list(step.details),
                "share": step.share,
                "milliseconds": step.milliseconds,
                "rows": step.rows,
            }
            for step in explained.steps
        ],
        "costly": costly and {"text": costly.text, "share": costly.share, "place": _place(costly.place)},
        "hints": [
            {"code": hint.code, "text": hint.text, "sql": hint.sql, "place": _place(hint.place)}
            for hint in explained.hints
        ],
        "milliseconds": explained.milliseconds,
    }


def error_as_json(error: Exception) -> dict[str, Any]:
    """Our own sentence, and for a refusal the place of what is refused."""
    answer = {"code": getattr(error, "code", "internal"), "text": getattr(error, "message", "")}
    if isinstance(error, GuardRefusal) and error.position is not None:
        answer["place"] = [error.position, error.position + max(1, len(error.part))]
    if isinstance(error, QueryFailed):
        answer["sqlstate"] = error.sqlstate
    return answer


def _place(place: Place | None) -> list[int] | None:
    return list(place) if place else None
