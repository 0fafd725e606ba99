"""The tools there are. docs/adding-a-tool.md says how one is added."""

from __future__ import annotations

from conversations.tools import (
    create_notification_campaign,
    create_user_segment,
    execute_analytics_query,
    generate_visualization,
    query_metrics,
    search_knowledge,
    suggest_content,
)
from conversations.tools.base import Tool

TOOLS: dict[str, Tool] = {
    tool.name: tool
    for tool in (
        query_metrics.TOOL,
        execute_analytics_query.TOOL,
        generate_visualization.TOOL,
        search_knowledge.TOOL,
        create_user_segment.TOOL,
        create_notification_campaign.TOOL,
        suggest_content.TOOL,
    )
}
