"""The command over a database of its own: right, wrong, declined, and questions nobody can answer."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.services import make_member, make_organization
from conversations.evaluating import run_evaluation
from conversations.models import Conversation
from knowledge.evaluation_runs import request_evaluation
from knowledge.models import VerifiedQuery
from knowledge.writing import save_definition
from querying import services
from querying.engines import ENGINES
from querying.models import DataSource
from tests.querying.conftest import drop_database, make_database

pytestmark = pytest.mark.django_db(transaction=True)

QUESTIONS = Path(__file__).parent.parent / "questions"


@pytest.fixture(scope="module")
def library_url(embedded_services: object) -> Iterator[str]:
    yield make_database("evaluate_library", (QUESTIONS / "library.sql").read_text())
    drop_database("evaluate_library")


@pytest.fixture
def library(library_url: str) -> Iterator[str]:
    north = make_organization("north")
    make_member("owner@north.example", organization=north, role="owner")
    source = services.connect("library", library_url, organization=north).source
    services.introspect(source)
    yield source.name
    ENGINES["postgresql"].forget(source.reader_url)


def evaluate(file: Path, source: str, *lines: dict[str, Any]) -> dict[str, Any]:
    file.write_text("\n".join(json.dumps(line) for line in lines))
    out = io.StringIO()
    arguments = ["--datasource", source, "--provider", "planner", "--now", "2026-11-21T12:00:00+00:00"]
    call_command("evaluate", str(file), *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_each_question_gets_its_outcome(tmp_path: Path, library: str) -> None:
    report = evaluate(
        tmp_path / "set.jsonl",
        library,
        {"id": "a", "question": "How many books are there?", "gold_sql": "SELECT count(*) FROM books"},
        {"id": "b", "question": "How many books are there?", "gold_sql": "SELECT count(*) FROM loans"},
        {"id": "c", "question": "How many penguins are there?", "unanswerable": True},
        {"id": "d", "question": "How many penguins are there?", "gold_sql": "SELECT 1"},
        {"id": "e", "question": "How many books are there?", "gold_sql": "SELECT nothing FROM nowhere"},
    )
    outcomes = {question["id"]: question["outcome"] for question in report["questions"]}
    assert outcomes == {"a": "right", "b": "wrong", "c": "right", "d": "declined", "e": "error"}
    assert report["totals"]["asked"] == 5
    assert report["questions"][0]["rows"] == [[240]]
    assert not Conversation.objects.exists()


def test_a_broken_line_is_named(tmp_path: Path, library: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": "a", "question": "How many books?"}\n{"id": ')
    with pytest.raises(CommandError, match="Line 2"):
        call_command("evaluate", str(file), datasource=library, provider="planner")


def test_a_queued_run_asks_the_verified_queries_and_keeps_the_outcomes(library: str) -> None:
    source = DataSource.objects.get(name=library)
    north = source.organizations.get()
    for question, sql in (
        ("How many books are there?", "SELECT count(*) FROM books"),
        ("How many loans are there?", "SELECT count(*) FROM books"),
        ("How many penguins are there?", "SELECT 1"),
    ):
        save_definition(
            VerifiedQuery(organization=north, source=source, question=question, sql=sql, status="approved")
        )
    [run] = request_evaluation(north, source, ["planner"], clock=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
    run_evaluation(run.pk)
    run_evaluation(run.pk)  # delivered twice
    run.refresh_from_db()
    assert {result.question: result.outcome for result in run.results.all()} == {
        "How many books are there?": "right",
        "How many loans are there?": "wrong",
        "How many penguins are there?": "declined",
    }
    assert (run.status, run.totals["asked"], run.totals["precision"]) == ("done", 3, 0.5)
    assert not Conversation.objects.exists()
