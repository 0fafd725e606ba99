"""Proposes a segment: a card with the count. Only a person's click creates it."""

from __future__ import annotations

from uuid import uuid4

from pydantic import Field

from conversations.agent.events import Event, Sql, SuggestionMade
from conversations.agent.people import dates_told
from conversations.contents import SQL_LENGTH
from conversations.tools.base import Arguments, Tool, ToolContext, ToolResult
from conversations.tools.running import propose_sql


class Args(Arguments):
    name: str = Field(min_length=1, max_length=200, description="What people will call it.")
    sql_query: str = Field(
        min_length=1, max_length=SQL_LENGTH, description="One SELECT of the people's id column."
    )
    description: str = Field(default="", max_length=1_000, description="Who is in it, and why these.")


def announce(args: Args) -> tuple[Event, ...]:
    """The SQL stays in view even if it fails."""
    return (Sql(args.sql_query),)


def run(args: Args, context: ToolContext) -> ToolResult:
    """The card, with the number of people that the query gives."""
    proposal = propose_sql(args.sql_query, context)
    dates = dates_told(proposal.dates, context.language)
    suggestion = SuggestionMade(
        id=str(uuid4()),
        kind="segment",
        title=_line(args.name),
        content={"name": _line(args.name), "query": args.sql_query.strip(), "count": proposal.count},
        reasoning=f"{args.description} {dates}".strip(),
        datasource=context.source.id,
    )
    return ToolResult(
        text=f"Proposed with {proposal.count} people as suggestion {suggestion.id}; a click creates it.",
        payload=(suggestion,),
        ran=proposal.ran,
        reading=args.description,
    )


def _line(text: str) -> str:
    return " ".join(text.split())


TOOL = Tool(
    name="create_user_segment",
    description=(
        "Propose a segment of people: a card that the person may click to create it. Nothing is created now. "
        "The query gives the id column of the audience's table; say now() for dates that are to move."
    ),
    args=Args,
    run=run,
    announce=announce,
)
