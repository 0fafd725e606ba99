"""What an answer offers to do with it (contracts.md: suggested_actions): each is a button that does it.

`ask` {text, datasource} asks a question · `create_segment` {name} proposes the rows as a segment ·
`change_chart` {kind} draws the rows anew · `export` {format} gives all of them as a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.actor import Actor
from accounts.roles import Role
from conversations.agent.context import OpenSource, Ran
from conversations.agent.words import say
from querying.chart_kinds import ChartKind, show_as
from querying.results import ResultSet

Action = dict[str, Any]


def ask_action(text: str, description: str, source: OpenSource) -> Action:
    return _action("ask", {"text": text, "datasource": source.id}, description)


def segment_action(name: str, language: str) -> Action:
    return _action("create_segment", {"name": name}, say("create_segment_of_these", language))


def chart_actions(kinds: Iterable[ChartKind], language: str) -> list[Action]:
    """One for each kind, the present one too; none where there is no other."""
    kinds = list(kinds)
    if len(kinds) < 2:
        return []
    return [_action("change_chart", {"kind": str(kind)}, show_as(kind, language)) for kind in kinds]


def export_actions(result: ResultSet, language: str) -> list[Action]:
    """Rows that one would take elsewhere; a single number is read off the page."""
    if result.row_count < 2:
        return []
    return [_action("export", {"format": "csv"}, say("export_csv", language))]


def sql_actions(
    name: str, kinds: Iterable[ChartKind], ran: Ran, source: OpenSource, actor: Actor, language: str
) -> list[Action]:
    """What can be done with the rows of SQL that a person wrote."""
    segment = [segment_action(name, language)] if names_people(ran, source, actor) else []
    return [*segment, *chart_actions(kinds, language), *export_actions(ran.result, language)]


def names_people(ran: Ran, source: OpenSource, actor: Actor) -> bool:
    """Whether the rows of a query are people of the audience whom the actor may make a segment of."""
    people = source.model.audience
    if people is None or not actor.role.is_at_least(Role.USER):
        return False
    return any(output.origin == (people.table, people.id) for output in ran.guarded.outputs)


def _action(action: str, parameters: dict[str, Any], description: str) -> Action:
    return {"action": action, "parameters": parameters, "description": description}
