"""Verified queries answer in the chat, with the asker's rows alone, and never in an evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.actor import Actor
from accounts.models import Organization
from accounts.services import actor_by_email, make_member, make_organization
from conversations.answers import answer_object
from conversations.asking import ask_and_wait
from conversations.services import Wishes
from knowledge.enums import Status
from knowledge.models import BusinessMetric, VerifiedQuery
from knowledge.writing import approve, save_definition
from querying import services
from querying.engines import ENGINES
from querying.models import DataSource
from tests.conversations.trips import TRIPS
from tests.querying.conftest import drop_database, make_database

pytestmark = pytest.mark.django_db(transaction=True)

# Not what the planner would count: who answered shows.
SQL = "SELECT count(*) AS late FROM trips WHERE delay > 8"


@pytest.fixture(scope="module")
def trips_url(embedded_services: object) -> Iterator[str]:
    yield make_database("verified_trips", TRIPS)
    drop_database("verified_trips")


@pytest.fixture
def source(trips_url: str) -> Iterator[DataSource]:
    north = make_organization("north", external_id="1")
    south = make_organization("south", external_id="2")
    for name, organization in (("north", north), ("south", south)):
        make_member(f"user@{name}.example", organization=organization, role="user")
    source = services.connect("trips", trips_url, organization=north, scope_column="tenant_id").source
    services.introspect(source)
    services.connect("trips", trips_url, organization=south, scope_column="tenant_id")
    yield source
    ENGINES["postgresql"].forget(source.reader_url)


def verify(source: DataSource, organization: str, question: str, sql: str, *, approved: bool = True) -> None:
    owner = Organization.objects.get(slug=organization)
    row = VerifiedQuery(source=source, organization=owner, question=question, sql=sql)
    save_definition(row, user=None)
    if approved:
        approve(row, user=None)
    assert (row.status == Status.APPROVED) is approved


def ask(question: str, *, organization: str = "north", **wishes: Any) -> dict[str, Any]:
    actor: Actor = actor_by_email(f"user@{organization}.example", organization_slug=organization)
    return answer_object(ask_and_wait(actor, question, wishes=Wishes(provider="planner", **wishes)))


def test_a_verified_query_answers_its_question_with_the_askers_rows(source: DataSource):
    verify(source, "north", "How many trips?", SQL)
    answer = ask("how many TRIPS")
    # Every second trip is of tenant 1, and of those the odd numbers' delays never reach 9.
    assert answer["rows"] == [[0]]
    assert answer["sql"] == SQL
    assert "tenant_id" in answer["sql_run"]
    assert answer["trust"] == "verified"
    assert [item["kind"] for item in answer["evidence"]["definitions"]] == ["verified_query"]


def test_a_draft_or_another_organizations_verified_query_answers_nothing(source: DataSource):
    verify(source, "north", "How many trips?", SQL, approved=False)
    verify(source, "south", "How many trips are there?", SQL)
    assert ask("How many trips?")["rows"] == [[60]]
    assert ask("How many trips are there?")["rows"] == [[60]]
    assert ask("How many trips are there?", organization="south")["rows"] == [[12]]


def test_a_verified_query_that_may_not_run_leaves_the_question_to_the_planner(source: DataSource):
    verify(source, "north", "How many trips?", "SELECT count(*) FROM pg_catalog.pg_roles")
    assert ask("How many trips?")["rows"] == [[60]]


def test_an_evaluation_leaves_verified_queries_out(source: DataSource):
    verify(source, "north", "How many trips?", SQL)
    assert ask("How many trips?", leaves_out_verified=True)["rows"] == [[60]]


def test_a_definition_answers_from_the_knowledge_base_without_running_anything(source: DataSource):
    owner = Organization.objects.get(slug="north")
    metric = BusinessMetric(
        source=source,
        organization=owner,
        name="late_trips",
        label={"en": "late trips", "fr": "trajets en retard"},
        description={"en": "Trips delayed by more than 5", "fr": "Trajets de plus de 5 de retard"},
        table="trips",
        sql="count(*)",
        filters=["delay > 5"],
        time_column="flown_on",
    )
    save_definition(metric, user=None)
    approve(metric, user=None)
    answer = ask("What counts as a late trip?")
    assert answer["answer"] == (
        "**Late trips**\n\nTrips delayed by more than 5. It is calculated as `count(*)` over trips, "
        "of rows where `delay > 5` alone; its date is `flown_on`."
    )
    assert "delay > 5" in answer["sql"]
    assert answer["rows"] is None
    assert [item["name"] for item in answer["evidence"]["definitions"]] == ["late_trips"]
    assert "Late trips by month" in answer["follow_ups"]
    assert ask("C'est quoi un trajet en retard ?")["answer"].startswith(
        "**Trajets en retard**\n\nTrajets de plus"
    )
    assert ask("What is a late bus?")["outcome"] == "declined"
    assert ask("What counts as a late trip?", organization="south")["outcome"] == "declined"


def test_a_greeting_is_answered_with_questions_that_can_be(source: DataSource):
    answer = ask("Bonjour !")
    assert answer["answer"] == "Bonjour ! Posez-moi une question sur trips. Par exemple :"
    assert answer["language"] == "fr"
    assert answer["follow_ups"]
    assert ask(answer["follow_ups"][0])["outcome"] == "answered"
