"""Evaluations that are kept: asked for once, compared with the run before, renewed as knowledge changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organization
from accounts.services import make_member
from knowledge.enums import RunReason, RunStatus, Status
from knowledge.evaluation import Answer, Case, Outcome, Scored
from knowledge.evaluation_runs import (
    Change,
    begin_run,
    cases_for,
    compare,
    fail_run,
    finish_run,
    keep_result,
    request_evaluation,
    request_replays,
    run_before,
)
from knowledge.models import EvaluationRun, VerifiedQuery
from knowledge.writing import save_definition
from querying.models import DataSource


def verified(north: Organization, agency: DataSource, question: str, status: str = Status.APPROVED) -> Case:
    row = VerifiedQuery(organization=north, source=agency, question=question, sql="SELECT 1", status=status)
    save_definition(row)
    return Case(str(row.pk), question, ("SELECT 1",))


def ended(
    north: Organization, agency: DataSource, outcomes: dict[Case, Outcome], provider: str = "planner"
) -> EvaluationRun:
    [run] = request_evaluation(north, agency, [provider])
    assert begin_run(run.pk) == run
    scored = [
        Scored(case, Answer("answered", sql="SELECT 1", reading="one"), outcome, (), 12.4)
        for case, outcome in outcomes.items()
    ]
    for item in scored:
        keep_result(run, item)
    finish_run(run, scored)
    run.refresh_from_db()
    return run


def test_only_what_was_approved_is_asked(north, agency):
    first = verified(north, agency, "How many bookings?")
    verified(north, agency, "How many airports?", Status.DRAFT)
    assert cases_for(north, agency) == [first]


def test_a_run_is_taken_once_and_keeps_its_outcomes(north, agency):
    case = verified(north, agency, "How many bookings?")
    run = ended(north, agency, {case: Outcome.RIGHT})
    assert begin_run(run.pk) is None
    assert run.status == RunStatus.DONE
    assert run.totals["asked"] == 1
    assert run.totals["precision"] == 1.0
    [result] = run.results.all()
    assert (result.question, result.outcome, result.latency_ms) == ("How many bookings?", "right", 12)


def test_regressions_come_first_when_compared(north, agency):
    a, b, c = (verified(north, agency, f"Question {name}?") for name in "abc")
    before = ended(north, agency, {a: Outcome.DECLINED, b: Outcome.RIGHT, c: Outcome.RIGHT})
    ended(north, agency, {a: Outcome.WRONG}, provider="other")
    after = ended(north, agency, {a: Outcome.RIGHT, b: Outcome.WRONG, c: Outcome.RIGHT})
    assert run_before(after) == before
    changes = compare(before, after)
    assert changes == [
        Change("Question b?", "right", "wrong"),
        Change("Question a?", "declined", "right"),
    ]
    assert [change.is_regression for change in changes] == [True, False]


def test_changed_knowledge_is_replayed_once(north, agency):
    case = verified(north, agency, "How many bookings?")
    [run] = request_replays()
    assert (run.provider, run.reason, run.source) == ("planner", RunReason.CHANGE, agency)
    assert request_replays() == []  # it waits
    begin_run(run.pk)
    fail_run(run, "No reason.")
    assert request_replays() == []  # it failed for this knowledge
    row = VerifiedQuery.objects.get(pk=case.id)
    row.sql = "SELECT 2"
    save_definition(row)
    assert len(request_replays()) == 1


def test_knowledge_without_verified_queries_is_not_replayed(agency):
    assert request_replays() == []


@pytest.fixture
def staff(north: Organization) -> Client:
    member = make_member("staff@north.example", organization=north, role="admin", is_staff=True)
    client = Client()
    client.force_login(member.user)
    return client


def form(organization: Organization, source: DataSource, *providers: str) -> dict[str, Any]:
    return {"organization": organization.pk, "source": source.pk, "providers": providers}


def test_staff_queue_an_evaluation(staff, north, agency):
    url = reverse("admin:knowledge_evaluationrun_start")
    page = staff.post(url, form(north, agency, "planner"))
    assert "There are no approved verified queries" in page.content.decode()
    verified(north, agency, "How many bookings?")
    assert staff.post(url, form(north, agency, "planner")).status_code == 302
    run = EvaluationRun.objects.get()
    assert (run.provider, run.status, run.started_by.email) == ("planner", "queued", "staff@north.example")


def test_staff_see_outcomes_and_regressions_of_their_own_organizations(staff, north, south, agency):
    case = verified(north, agency, "How many bookings?")
    ended(north, agency, {case: Outcome.RIGHT})
    run = ended(north, agency, {case: Outcome.WRONG})
    page = staff.get(reverse("admin:knowledge_evaluationrun_change", args=[run.pk])).content.decode()
    assert "How many bookings?: Right → Wrong" in page
    assert "1" in staff.get(reverse("admin:knowledge_evaluationrun_changelist")).content.decode()
    [hidden] = request_evaluation(south, agency, ["planner"])
    away = staff.get(reverse("admin:knowledge_evaluationrun_change", args=[hidden.pk]))
    assert away.status_code == 302
    theirs = staff.post(reverse("admin:knowledge_evaluationrun_start"), form(south, agency, "planner"))
    assert theirs.status_code == 200
    assert EvaluationRun.objects.filter(organization=south).count() == 1


def test_two_runs_are_compared_side_by_side(staff, north, agency):
    case = verified(north, agency, "How many bookings?")
    runs = [
        ended(north, agency, {case: Outcome.DECLINED}),
        ended(north, agency, {case: Outcome.RIGHT}, "other"),
    ]
    chosen = {"action": "compare_selected", "_selected_action": [run.pk for run in runs]}
    page = staff.post(reverse("admin:knowledge_evaluationrun_changelist"), chosen)
    assert "How many bookings?: Declined → Right" in page.content.decode()
