"""Looks things up in the knowledge base."""

from __future__ import annotations

from pydantic import Field

from conversations.tools.base import Arguments, Tool, ToolContext, ToolResult
from knowledge.semantic.compiled import Definition

HITS = 8


class Args(Arguments):
    text: str = Field(min_length=1, max_length=500, description="Words to look for.")


def run(args: Args, context: ToolContext) -> ToolResult:
    """The definitions and notes that fit best, a paragraph each."""
    hits = context.turn.search(context.source, args.text, HITS)
    if not hits:
        return ToolResult("Nothing is known about this.")
    return ToolResult(
        text="\n\n".join(f"[{hit.kind}] {hit.title} ({hit.name})\n{hit.text}" for hit in hits),
        definitions=tuple(Definition(hit.kind, hit.name, hit.version, hit.title, hit.text) for hit in hits),
    )


TOOL = Tool(
    name="search_knowledge",
    description="Look up metrics, events, domain notes and definitions of this organization.",
    args=Args,
    run=run,
)
