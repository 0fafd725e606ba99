"""SQL that the model writes, for what the defined metrics don't cover."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from conversations.agent.actions import Action, ask_action
from conversations.agent.events import Event, Sql
from conversations.contents import Line
from conversations.tools.base import Arguments, Tool, ToolContext, ToolResult
from conversations.tools.running import run_sql, shown
from querying.chart_kinds import ChartKind, Wording

ACTIONS = 6
QUESTION_LENGTH = 500


class QueryType(StrEnum):
    USER_SEGMENT = "user_segment"
    EVENT_ANALYSIS = "event_analysis"
    TREND_ANALYSIS = "trend_analysis"


class Parameters(Arguments):
    text: str = Field(default="", max_length=QUESTION_LENGTH, description="Of `ask`: the question.")
    kind: ChartKind | None = Field(default=None, description="Of `change_chart`.")
    name: str = Field(default="", max_length=200, description="Of `create_segment`: what to call it.")
    format: Literal["csv"] | None = Field(default=None, description="Of `export`.")


class SuggestedAction(Arguments):
    action: Literal["ask", "create_segment", "change_chart", "export"]
    parameters: Parameters = Field(default_factory=Parameters)
    description: Line = Field(description="The words on the button, in the language of the question.")

    @model_validator(mode="after")
    def check_parameters(self) -> SuggestedAction:
        if self.action == "ask" and not self.parameters.text.strip():
            raise ValueError("ask needs parameters.text")
        if self.action == "change_chart" and self.parameters.kind is None:
            raise ValueError("change_chart needs parameters.kind")
        return self


class Args(Arguments):
    query_type: QueryType = Field(description="What kind of question it is.")
    sql_query: str = Field(max_length=10_000, description="One SELECT over the tables listed.")
    description: str = Field(
        default="", max_length=500, description="What it computes, in the language of the question."
    )
    suggested_actions: list[SuggestedAction] = Field(
        default_factory=list, max_length=ACTIONS, description="Next steps worth a button; usually none."
    )


def announce(args: Args) -> tuple[Event, ...]:
    """The SQL stays in view even if it fails."""
    return (Sql(args.sql_query),)


def run(args: Args, context: ToolContext) -> ToolResult:
    """The rows, in few words for the model and as table and chart for the page."""
    ran = run_sql(args.sql_query, context)
    # What an earlier query meant is not what these rows show: the next question must not refine it.
    context.turn.note("query", None)
    result = shown(ran, Wording(args.description, language=context.language), context)
    actions = _actions(args.suggested_actions, result.actions, context)
    return dataclasses.replace(result, actions=actions, reading=args.description)


def _actions(
    suggested: list[SuggestedAction], possible: tuple[Action, ...], context: ToolContext
) -> tuple[Action, ...]:
    """What is possible, in the model's words where it named it, and the questions that it proposes."""
    named = {each.action: each for each in suggested}
    worded = [_worded(action, named.get(action["action"])) for action in possible]
    asked = [
        ask_action(each.parameters.text.strip(), each.description, context.source)
        for each in suggested
        if each.action == "ask"
    ]
    return (*worded, *asked)


def _worded(action: Action, mine: SuggestedAction | None) -> Action:
    if mine is None:
        return action
    name = mine.parameters.name.strip()
    given = {"name": name} if name and "name" in action["parameters"] else {}
    return action | {"parameters": action["parameters"] | given, "description": mine.description}


TOOL = Tool(
    name="execute_analytics_query",
    description=(
        "Run one read-only SQL SELECT and get its rows. Rows are limited to what the person may see. "
        "Prefer query_metrics where a defined metric fits."
    ),
    args=Args,
    run=run,
    announce=announce,
)
