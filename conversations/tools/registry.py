"""The tools there are. docs/adding-a-tool.md says how one is added."""

from __future__ import annotations

from conversations.tools import execute_analytics_query, query_metrics, search_knowledge
from conversations.tools.base import Tool

TOOLS: dict[str, Tool] = {
    tool.name: tool for tool in (query_metrics.TOOL, execute_analytics_query.TOOL, search_knowledge.TOOL)
}
