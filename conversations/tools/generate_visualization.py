"""Draws the rows of an answer as a chosen kind of chart. The data are the query's, never a model's."""

from __future__ import annotations

import dataclasses

from pydantic import Field

from conversations.agent.charting import Charting, charting_for
from conversations.agent.events import Chart
from conversations.contents import OptionalLine
from conversations.tools.base import Arguments, Tool, ToolContext, ToolError, ToolResult
from querying.chart_kinds import ChartKind, ChartUnfit, adds_up, chart_of_kind


class Args(Arguments):
    kind: ChartKind = Field(
        description="line: over time; area: the same, filled, parts on one another; bar: by name or date; "
        "stacked: bars of parts by two names; pie: parts of a whole; scatter: two numbers."
    )
    x: str = Field(default="", max_length=200, description="Column of names, dates, or the first number.")
    y: str = Field(default="", max_length=200, description="Column of numbers.")
    series: str = Field(default="", max_length=200, description="Column that tells lines or bars apart.")
    title: OptionalLine = Field(default="", description="In the language of the question.")


def run(args: Args, context: ToolContext) -> ToolResult:
    """The chart, in place of the one that was there."""
    if context.shown is None:
        raise ToolError("There are no rows in this answer yet: run a query first.")
    columns = [name for name in (args.x, args.series, args.y) if name]
    before = context.charting.wording
    wording = dataclasses.replace(before, title=args.title or before.title)
    result = context.shown.result
    try:
        spec = chart_of_kind(args.kind, result, wording, columns=columns)
    except ChartUnfit as error:
        raise ToolError(error.message) from error
    # Of some columns only: what could be drawn of all of them would be another chart.
    kinds = () if columns else charting_for(result, wording, is_whole=adds_up(spec)).kinds
    told = f"Drawn as {args.kind}; the page shows it."
    return ToolResult(text=told, payload=(Chart(spec),), charting=Charting(wording, kinds))


TOOL = Tool(
    name="generate_visualization",
    description=(
        "Draw the rows of this answer's last query as a chart of a chosen kind. Without it a fitting chart "
        "is drawn by itself: use it only when the person asks for a kind."
    ),
    args=Args,
    run=run,
)
