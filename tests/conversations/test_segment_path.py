"""A wish for a segment: the count, the rows, the cards; nothing made, and nothing guessed."""

from __future__ import annotations

import pytest

from accounts.models import Organization
from accounts.roles import Role
from conversations.models import Suggestion
from knowledge.models import Audience
from tests.conversations.people import make_actor
from tests.conversations.trips import ask_command

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def audience(trips) -> Audience:
    """The trips stand in for people: what matters is the table that the audience names."""
    north = Organization.objects.get(slug="north")
    return Audience.objects.create(organization=north, source=trips, table="trips", id_column="id")


def ask(question: str, **options) -> dict:
    return ask_command(question, user="ann@north.example", provider="planner", **options)


def test_a_wish_gives_the_count_the_query_and_cards(audience):
    answer = ask("Create a segment of trips from Paris and draft a win-back e-mail")
    assert (answer["outcome"], answer["source"], answer["error"]) == ("answered", "planner", None)
    segment, email = Suggestion.objects.all()
    assert (segment.kind, email.kind, email.segment_id) == ("segment", "email", segment.pk)
    assert segment.content["count"] == 30
    assert "30" in answer["answer"]
    assert segment.content["query"] == answer["sql"]
    assert "{{ first_name }}" in email.content["body"]
    assert (segment.status, len(answer["rows"])) == ("pending", 20)


def test_what_is_no_list_of_people_is_declined(audience):
    answer = ask("Create a segment of carriers")
    assert (answer["outcome"], Suggestion.objects.count()) == ("declined", 0)


def test_without_an_audience_it_says_so(trips):
    answer = ask("Create a segment of trips from Paris")
    assert answer["outcome"] == "declined"
    assert "Trips" in answer["answer"]
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(("role", "offers"), [(Role.USER, True), (Role.VIEWER, False)])
def test_a_list_of_people_offers_a_segment_that_can_be_asked_for(audience, role, offers):
    make_actor("north", role=role)
    answer = ask("List the trips from Paris")
    actions = answer["suggested_actions"]
    assert bool(actions) == offers
    if offers:
        assert ask(actions[0]["parameters"]["text"])["outcome"] == "answered"
        assert Suggestion.objects.get().content["count"] == 30
