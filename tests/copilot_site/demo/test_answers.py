"""Questions about the demo, asked on the one path, answered with the numbers that plain SQL gives.

The questions and their right SQL stand in tests/questions; those of requirements section 9 are among them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction

from accounts.models import Organization
from accounts.services import actor_by_email
from conversations import services
from conversations.answers import answer_object
from conversations.enums import MessageRole
from conversations.models import Message
from conversations.services import Wishes
from copilot_site.demo.people import make_organizations, make_people
from copilot_site.demo.sources import SOURCES, connect_source, share_knowledge
from knowledge.evaluation import match
from querying.models import DataSource
from tests.copilot_site.demo.conftest import be_quiet

pytestmark = pytest.mark.django_db
QUESTIONS = Path(__file__).parents[2] / "questions"
NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
# Asked by a member, who sees their own check-ins alone (number 5); all else by the owner.
OWN_ROWS = {"club-slovenia", "club-per-day", "club-categories"}
# What the planner leaves to a model, as it should where it is not sure.
LEFT_TO_A_MODEL = {"club-per-day"}


def cases() -> Iterator[Any]:
    for source in ("flights", "shop", "club"):
        for line in (QUESTIONS / f"{source}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            yield pytest.param(source, case, id=case["id"])


@pytest.fixture(scope="module")
def demo(
    demo_databases: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Organization]]:
    """The demo's people and sources, for the tests of this file: rolled back with them."""
    with django_db_blocker.unblock(), transaction.atomic():
        organizations = make_organizations()
        make_people(organizations, {})
        for demo_source in SOURCES:
            source = connect_source(demo_databases, demo_source, organizations.values())
            for organization in organizations.values():
                share_knowledge(demo_source, source, organization, be_quiet)
        yield organizations
        transaction.set_rollback(True)


def ask(question: str, *, source: str, email: str, organization: str = "") -> dict[str, Any]:
    """The answer's object, as `ask --json` prints it."""
    actor = actor_by_email(email, organization_slug=organization)
    turn = services.start_turn(
        actor,
        conversation_id=services.create_conversation(actor).pk,
        client_id=uuid4(),
        text=question,
        wishes=Wishes(
            data_source_id=DataSource.objects.get(name=source).pk, provider="planner", clock=NOW
        ),
        enqueue=lambda conversation: None,
    )
    services.run_waiting_turns(turn.conversation_id)
    return answer_object(Message.objects.get(turn=turn, role=MessageRole.ASSISTANT))


@pytest.mark.parametrize(("source", "case"), cases())
def test_answer_is_right(
    demo: dict[str, Organization],
    request: pytest.FixtureRequest,
    source: str,
    case: dict[str, Any],
):
    email = "user@nordwind.example" if case["id"] in OWN_ROWS else "owner@nordwind.example"
    answer = ask(case["question"], source=source, email=email)
    if case.get("unanswerable") or case["id"] in LEFT_TO_A_MODEL:
        assert answer["outcome"] in ("declined", "clarify")
        return
    assert answer["outcome"] == "answered", answer["answer"]
    connection: psycopg.Connection = request.getfixturevalue(source)
    connection.execute("SET timezone = 'Europe/Berlin'")
    gold = [connection.execute(sql).fetchall() for sql in (case["gold_sql"], *case.get("gold_alternatives", []))]
    ordered = case.get("ordered", False)
    assert any(match(rows, answer["rows"], ordered=ordered) is not None for rows in gold), (
        answer["reading"],
        answer["rows"][:5],
        gold[0][:5],
    )
