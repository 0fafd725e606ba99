"""Questions about the demo, asked on the one path, answered with the numbers that plain SQL gives.

The questions and their right SQL stand in tests/questions; those of requirements section 9 are among them.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from accounts.services import actor_by_email
from conversations import keeper, relay, services
from conversations.answers import answer_object
from conversations.enums import MessageRole
from conversations.models import Message
from conversations.services import Wishes
from copilot_site.demo.people import make_organizations, make_people
from copilot_site.demo.sources import SOURCES, connect_source, share_knowledge
from knowledge.evaluation import match
from querying.models import DataSource
from tests.copilot_site.demo.conftest import be_quiet

QUESTIONS = Path(__file__).parents[2] / "questions"
NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
# Asked by a member (number 5 of the club), who sees their own check-ins alone; all else by the owner.
OWN_ROWS = {"club-slovenia", "club-slovenie", "club-slovenie-passage", "club-check-in-slovenia"}
OWN_ROWS |= {"club-per-day", "club-par-jour", "club-passe-par-jour"}
OWN_ROWS |= {"club-categories", "club-mes-categories", "club-categories-principales"}


def load_source(admin_url: str, name: str) -> None:
    """The demo's people and one of its sources."""
    organizations = make_organizations()
    make_people(organizations, {})
    demo = next(demo for demo in SOURCES if demo.name == name)
    source = connect_source(admin_url, demo, organizations.values())
    for organization in organizations.values():
        share_knowledge(demo, source, organization, be_quiet)


def ask(question: str, *, source: str, email: str) -> dict[str, Any]:
    """The answer's object, as `ask --json` prints it."""
    actor = actor_by_email(email, organization_slug="nordwind")
    turn = services.start_turn(
        actor,
        conversation_id=services.create_conversation(actor).pk,
        client_id=uuid4(),
        text=question,
        wishes=Wishes(
            data_source_id=DataSource.objects.get(name=source).pk,
            provider="planner",
            clock=NOW,
            leaves_out_verified=True,
        ),
        enqueue=lambda conversation: None,
    )
    services.run_waiting_turns(turn.conversation_id)
    return answer_object(Message.objects.get(turn=turn, role=MessageRole.ASSISTANT))


def judge(case: dict[str, Any], answer: dict[str, Any], connection: psycopg.Connection) -> str:
    """What is wrong with the answer; empty if nothing is."""
    left = answer["outcome"] in ("declined", "clarify")
    if case.get("unanswerable"):
        return "" if left else f"answered: {answer['reading']}"
    if answer["outcome"] != "answered":
        return f"{answer['outcome']}: {answer['answer']} {answer['choices']}"
    for sql in (case["gold_sql"], *case.get("gold_alternatives", [])):
        gold = connection.execute(sql).fetchall()
        if match(gold, answer["rows"], ordered=case.get("ordered", False)) is not None:
            return ""
    return f"{answer['reading']}: {answer['rows'][:3]}, not {gold[:3]}"


# The turns' leases are watched from a connection of their own, which sees committed rows alone.
@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize("source", ["flights", "shop", "club"])
def test_every_answer_is_right(demo_databases: str, request: pytest.FixtureRequest, source: str):
    load_source(demo_databases, source)
    connection: psycopg.Connection = request.getfixturevalue(source)
    connection.execute("SET timezone = 'Europe/Berlin'")
    faults = {}
    for line in (QUESTIONS / f"{source}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        email = "user@nordwind.example" if case["id"] in OWN_ROWS else "owner@nordwind.example"
        if fault := judge(case, ask(case["question"], source=source, email=email), connection):
            faults[case["id"]] = fault
    keeper.stop()
    relay.drain()
    assert faults == {}
