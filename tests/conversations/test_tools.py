"""The table of tools, and what each makes of its arguments."""

from __future__ import annotations

import importlib

import pytest

from conversations.tools.base import ToolError
from conversations.tools.registry import TOOLS


@pytest.mark.parametrize("name", list(TOOLS))
def test_each_tool_stands_in_a_file_of_its_name_and_describes_its_arguments(name):
    module = importlib.import_module(f"conversations.tools.{name}")
    assert module.TOOL is TOOLS[name]
    spec = module.TOOL.spec()
    assert (spec.name, spec.parameters["type"]) == (name, "object")
    assert spec.description.endswith(".")


def test_the_tools_are_those_that_were_asked_for():
    assert set(TOOLS) == {
        "execute_analytics_query",
        "query_metrics",
        "generate_visualization",
        "create_user_segment",
        "create_notification_campaign",
        "search_knowledge",
        "suggest_content",
    }


@pytest.mark.parametrize("name", list(TOOLS))
def test_each_tool_takes_nothing_but_what_it_asks_for(name):
    schema = TOOLS[name].spec().parameters
    objects = [schema, *schema.get("$defs", {}).values()]
    assert [each.get("additionalProperties") for each in objects if each.get("type") == "object"] == [
        False for each in objects if each.get("type") == "object"
    ]


@pytest.mark.parametrize("name", list(TOOLS))
@pytest.mark.parametrize("arguments", ["", "{", "[]", "null", '{"text": 7}', '{"metrics": []}'])
def test_each_tool_refuses_arguments_that_are_none(name, arguments):
    with pytest.raises(ToolError, match="not valid"):
        TOOLS[name].parse(arguments)
