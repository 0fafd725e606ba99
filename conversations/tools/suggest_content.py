"""Proposes content or a plan as a card: e-mail, SMS, social post, strategy, audience."""

from __future__ import annotations

from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, Field

from conversations.agent.events import SuggestionMade
from conversations.contents import Line, check_content
from conversations.errors import InputInvalid
from conversations.tools.base import Tool, ToolContext, ToolError, ToolResult


class Args(BaseModel):
    kind: Literal["email", "sms", "social", "strategy", "audience"]
    title: Line
    content: dict[str, Any] = Field(
        description=(
            "email: {subject, preheader, body, cta_text}; sms: {message}; social: {text, hashtags, "
            "platform}; strategy: {steps: [{action, timeline, channel, rationale}]}; audience: "
            "{rules: [text], estimate}."
        )
    )
    reasoning: str = Field(default="", max_length=1_000, description="Why this, from which numbers.")


def run(args: Args, context: ToolContext) -> ToolResult:
    """The card."""
    try:
        content = check_content(args.kind, args.content)
    except InputInvalid as error:
        raise ToolError(f"The content is not valid. {error.message}") from error
    suggestion = SuggestionMade(
        id=str(uuid4()),
        kind=args.kind,
        title=args.title,
        content=content,
        reasoning=args.reasoning,
        datasource=context.source.id,
    )
    return ToolResult(text="Shown as a card; don't repeat it.", payload=(suggestion,))


TOOL = Tool(
    name="suggest_content",
    description="Propose an e-mail, SMS, social post, strategy or audience as a card to read, copy or apply.",
    args=Args,
    run=run,
)
