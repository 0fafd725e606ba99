"""Proposes a campaign: a card with its text. A person's click makes a draft of it; nothing is sent."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid4

from pydantic import Field

from conversations.agent.events import SuggestionMade
from conversations.contents import Email, Line, OptionalLine, Sms
from conversations.tools.base import Arguments, Tool, ToolContext, ToolError, ToolResult


class Args(Arguments):
    name: Line
    channel: Literal["email", "sms"] = "email"
    segment: UUID | None = Field(
        default=None, description="Id of the segment suggestion of this answer that it goes to."
    )
    segment_name: OptionalLine = Field(default="", description="That segment's name.")
    email: Email | None = None
    sms: Sms | None = None
    schedule: OptionalLine = Field(default="", description="When it might go out, in words.")
    reasoning: str = Field(default="", max_length=1_000)


def run(args: Args, context: ToolContext) -> ToolResult:
    """The card."""
    written = args.email if args.channel == "email" else args.sms
    if written is None:
        raise ToolError(f"A campaign of the channel {args.channel} needs its text in {args.channel}.")
    suggestion = SuggestionMade(
        id=str(uuid4()),
        kind="campaign",
        title=args.name,
        content={
            "name": args.name,
            "channel": args.channel,
            "segment": args.segment_name,
            "content": written.model_dump(),
            "schedule": args.schedule,
        },
        reasoning=args.reasoning,
        datasource=context.source.id,
        segment=str(args.segment) if args.segment else None,
    )
    told = "Proposed. A draft is made when the person clicks; nothing is sent by that."
    return ToolResult(text=told, payload=(suggestion,))


TOOL = Tool(
    name="create_notification_campaign",
    description=(
        "Propose an e-mail or SMS campaign to a proposed segment: a card that the person may click to make a "
        "draft. Nothing is created or sent now."
    ),
    args=Args,
    run=run,
)
