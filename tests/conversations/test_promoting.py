"""Liked answers as drafts of verified queries, and the list of what was asked in vain."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import Organization, User
from accounts.services import actor_by_email, make_member, make_organization
from conversations.asking import ask_and_wait
from conversations.models import Feedback, Message
from conversations.services import Wishes, give_feedback
from knowledge.enums import Status
from knowledge.models import VerifiedQuery
from querying import services
from querying.engines import ENGINES
from querying.models import DataSource
from tests.conversations.trips import TRIPS
from tests.querying.conftest import drop_database, make_database

pytestmark = pytest.mark.django_db(transaction=True)
MISSING = "/admin/conversations/unansweredquestion/"


@pytest.fixture(scope="module")
def trips_url(embedded_services: object) -> Iterator[str]:
    yield make_database("promoted_trips", TRIPS)
    drop_database("promoted_trips")


@pytest.fixture
def source(trips_url: str) -> Iterator[DataSource]:
    for name in ("north", "south"):
        organization = make_organization(name, external_id="1")
        make_member(f"owner@{name}.example", organization=organization, role="owner")
        source = services.connect(
            "trips", trips_url, organization=organization, scope_column="tenant_id"
        ).source
        services.introspect(source)
    User.objects.update(is_staff=True)
    yield source
    ENGINES["postgresql"].forget(source.reader_url)


def ask(question: str, name: str = "north", thumbs: str = "") -> Message:
    actor = actor_by_email(f"owner@{name}.example", organization_slug=name)
    answer = ask_and_wait(actor, question, wishes=Wishes(provider="planner"))
    if thumbs:
        give_feedback(actor, message_id=answer.pk, thumbs=thumbs)
    return answer


def staff(client: Client, name: str) -> Client:
    client.force_login(User.objects.get(email=f"owner@{name}.example"))
    return client


def test_a_liked_answer_becomes_a_draft_that_answers_once_it_is_approved(client: Client, source: DataSource):
    liked = ask("How many trips from Paris?", thumbs="up")
    ask("How many trips from Lyon?", thumbs="down")
    ask("How many of my trips?", thumbs="up")
    ask("How many trips?", name="south", thumbs="up")
    chosen = {
        "action": "promote_selected",
        "_selected_action": list(Feedback.objects.values_list("pk", flat=True)),
    }
    page = staff(client, "north").post("/admin/conversations/feedback/", chosen, follow=True)
    row = VerifiedQuery.objects.get()
    assert (row.question, row.organization.slug, row.status) == (
        "How many trips from Paris?",
        "north",
        Status.DRAFT,
    )
    assert row.sql == liked.payload["sql"]["sql"]
    assert "“How many trips from Lyon?” has no thumb up." in page.content.decode()
    client.post("/admin/conversations/feedback/", chosen, follow=True)
    assert VerifiedQuery.objects.count() == 1
    assert Organization.objects.get(slug="north") == row.organization


def test_what_was_asked_in_vain_is_listed_for_the_organizations_own_staff(client: Client, source: DataSource):
    ask("How many unicorns?")
    ask("how many Unicorns?")
    ask("How many trips?")
    ask("How many trips from Lyon?", thumbs="down")
    ask("How many dragons?", name="south")
    page = staff(client, "north").get(MISSING).content.decode()
    assert "How many unicorns?" in page
    assert "How many trips from Lyon?" in page
    assert "How many trips?" not in page
    assert "dragons" not in page
    answers = client.get(MISSING).context["cl"].result_list
    rows = {answer.turn.question: answer.times_asked for answer in answers}
    assert rows == {"How many unicorns?": 2, "how many Unicorns?": 2, "How many trips from Lyon?": 1}
