"""Proposes content or a plan as a card: e-mail, SMS, social post, strategy, audience."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid4

from pydantic import Field

from conversations.agent.events import SuggestionMade
from conversations.contents import CONTENTS, Audience, Email, Line, Sms, Social, Strategy
from conversations.enums import SuggestionKind
from conversations.tools.base import Arguments, Tool, ToolContext, ToolError, ToolResult


class Args(Arguments):
    kind: Literal["email", "sms", "social", "strategy", "audience"]
    title: Line
    content: Email | Sms | Social | Strategy | Audience
    segment: UUID | None = Field(
        default=None, description="Of an e-mail: id of the segment suggestion of this answer that it is for."
    )
    reasoning: str = Field(default="", max_length=1_000, description="Why this, from which numbers.")


def run(args: Args, context: ToolContext) -> ToolResult:
    """The card."""
    if not isinstance(args.content, CONTENTS[SuggestionKind(args.kind)]):
        raise ToolError(f"The content is none of the kind {args.kind}.")
    suggestion = SuggestionMade(
        id=str(uuid4()),
        kind=args.kind,
        title=args.title,
        content=args.content.model_dump(),
        reasoning=args.reasoning,
        datasource=context.source.id,
        segment=str(args.segment) if args.segment else None,
    )
    return ToolResult(text="Shown as a card; don't repeat it.", payload=(suggestion,))


TOOL = Tool(
    name="suggest_content",
    description="Propose an e-mail, SMS, social post, strategy or audience as a card to read, copy or apply.",
    args=Args,
    run=run,
)
