"""Proposes a segment: a card with the count. Only a person's click creates it."""

from __future__ import annotations

from uuid import uuid4

from pydantic import BaseModel, Field

from conversations.agent.events import Event, Sql, SuggestionMade
from conversations.contents import SQL_LENGTH
from conversations.tools.base import Tool, ToolContext, ToolError, ToolResult
from conversations.tools.running import run_sql
from knowledge.semantic.names import quote


class Args(BaseModel):
    name: str = Field(min_length=1, max_length=200, description="What people will call it.")
    sql_query: str = Field(
        min_length=1, max_length=SQL_LENGTH, description="One SELECT of the people's id column alone."
    )
    description: str = Field(default="", max_length=1_000, description="Who is in it, and why these.")


def announce(args: Args) -> tuple[Event, ...]:
    """The SQL stays in view even if it fails."""
    return (Sql(args.sql_query),)


def run(args: Args, context: ToolContext) -> ToolResult:
    """The card, with the number of people that the query gives."""
    people = context.source.model.audience
    if people is None:
        raise ToolError("This data source has no audience: no segment can be made of it.", permanent=True)
    listed = run_sql(args.sql_query, context)
    names = [column.name for column in listed.result.columns]
    if names != [people.id]:
        table = ".".join(people.table)
        raise ToolError(f"Select the column {people.id} of {table} and nothing else; you selected {names}.")
    counted = run_sql(_count(args.sql_query, people.id), context)
    count = int(counted.result.rows[0][0])
    suggestion = SuggestionMade(
        id=str(uuid4()),
        kind="segment",
        title=_line(args.name),
        content={"name": _line(args.name), "query": args.sql_query.strip(), "count": count},
        reasoning=args.description,
        datasource=context.source.id,
    )
    return ToolResult(
        text=f"Proposed with {count} people as suggestion {suggestion.id}; a click creates it.",
        payload=(suggestion,),
        ran=counted,
        reading=args.description,
    )


def _count(sql: str, id_column: str) -> str:
    """The guard reads the whole of it again, so nothing that leaves the brackets gets through."""
    inner = sql.strip().rstrip(";")
    return f"SELECT count(DISTINCT {quote(id_column)}) AS people FROM (\n{inner}\n) AS listed"  # noqa: S608


def _line(text: str) -> str:
    return " ".join(text.split())


TOOL = Tool(
    name="create_user_segment",
    description=(
        "Propose a segment of people: a card that the person may click to create it. Nothing is created now. "
        "The query selects only the id column of the audience's table."
    ),
    args=Args,
    run=run,
    announce=announce,
)
