"""SQL that the model writes, for what the defined metrics don't cover."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from conversations.agent.events import Event, Sql
from conversations.tools.base import Tool, ToolContext, ToolResult
from conversations.tools.rows import rows_for_model
from conversations.tools.running import run_sql, shown


class QueryType(StrEnum):
    USER_SEGMENT = "user_segment"
    EVENT_ANALYSIS = "event_analysis"
    TREND_ANALYSIS = "trend_analysis"


class Args(BaseModel):
    query_type: QueryType = Field(description="What kind of question it is.")
    sql_query: str = Field(max_length=10_000, description="One PostgreSQL SELECT over the tables listed.")
    description: str = Field(
        default="", max_length=500, description="What it computes, in the language of the question."
    )
    suggested_actions: list[dict[str, Any]] = Field(
        default_factory=list, description="Leave empty unless asked for next steps."
    )


def announce(args: Args) -> tuple[Event, ...]:
    """The SQL stays in view even if it fails."""
    return (Sql(args.sql_query),)


def run(args: Args, context: ToolContext) -> ToolResult:
    """The rows, in few words for the model and as table and chart for the page."""
    ran = run_sql(args.sql_query, context)
    text, sent = rows_for_model(ran.result)
    return ToolResult(
        text=text,
        payload=shown(ran, ran.result, title=args.description, language=context.language),
        ran=ran,
        reading=args.description,
        rows_sent=sent,
    )


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
