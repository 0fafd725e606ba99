"""A wish for a segment: the count, the rows, the cards; nothing made, and nothing guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organization
from accounts.roles import Role
from campaigns.models import Campaign, Segment
from campaigns.services import refresh_segment
from conversations.errors import InputInvalid, NotAllowed, NotFound
from conversations.models import Suggestion
from conversations.services import suggesting
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
    actions = [each for each in answer["suggested_actions"] if each["action"] == "ask"]
    assert bool(actions) == offers
    if offers:
        assert ask(actions[0]["parameters"]["text"])["outcome"] == "answered"
        assert Suggestion.objects.get().content["count"] == 30


def test_a_click_makes_the_segment_once(audience):
    ask("Create a segment of trips from Paris and draft a win-back e-mail")
    row, actor = Suggestion.objects.get(kind="segment"), make_actor()
    first, second = suggesting.apply(actor, row.pk), suggesting.apply(actor, row.pk)
    segment = Segment.objects.get()
    assert (first.applied_kind, first.applied_id, second.applied_id) == (
        "segment",
        str(segment.pk),
        first.applied_id,
    )
    assert (segment.name, segment.member_count, segment.members.count()) == ("Trips from Paris", 30, 30)
    assert (segment.question, segment.created_by_id) == ("trips from Paris", actor.user_id)
    assert segment.query is not None


def test_relative_dates_end_with_the_click_and_the_card_says_so(audience, settings):
    ask("Create a segment of trips in the last 60 days")
    row, actor = Suggestion.objects.get(), make_actor()
    assert row.content["count"] == 8  # from 16 April to 1 May
    assert "dates move" in row.reasoning
    settings.COPILOT_FROZEN_NOW = dt.datetime(2025, 6, 25, 12, tzinfo=dt.UTC)
    suggesting.apply(actor, row.pk)
    segment = Segment.objects.get()
    assert (segment.member_count, segment.question) == (3, "trips in the last 60 days")
    assert refresh_segment(segment.pk, clock=dt.datetime(2025, 7, 10, 12, tzinfo=dt.UTC))
    assert segment.members.count() == 0


def test_fixed_dates_stay_and_the_card_says_so(audience, settings):
    ask("Create a segment of trips in April 2025")
    row = Suggestion.objects.get()
    assert "dates stay" in row.reasoning
    settings.COPILOT_FROZEN_NOW = dt.datetime(2027, 6, 25, 12, tzinfo=dt.UTC)
    suggesting.apply(make_actor(), row.pk)
    assert Segment.objects.get().member_count == row.content["count"] == 15


def test_words_that_mean_something_else_by_now_make_nothing(audience):
    ask("Create a segment of trips from Paris")
    row = Suggestion.objects.get()
    answer = row.message
    answer.payload["segment_question"] = "trips from Lyon"
    answer.save()
    with pytest.raises(InputInvalid, match="something else"):
        suggesting.apply(make_actor(), row.pk)
    assert not Segment.objects.exists()


@pytest.mark.parametrize("writing", ["draft a win-back e-mail", "create a campaign"])
def test_a_click_on_the_mail_makes_its_segment_and_one_draft(audience, writing):
    ask(f"Create a segment of trips from Paris and {writing}")
    segment, mail = Suggestion.objects.all()
    actor = make_actor()
    first, second = suggesting.apply(actor, mail.pk), suggesting.apply(actor, mail.pk)
    campaign = Campaign.objects.get()
    assert (first.applied_kind, first.applied_id) == ("campaign", str(campaign.pk))
    assert second.applied_id == first.applied_id
    segment.refresh_from_db()
    assert segment.applied_id == str(campaign.segment_id)
    assert (campaign.status, campaign.segment.member_count) == ("draft", 30)
    content = mail.content.get("content", mail.content)
    assert campaign.content["subject"] == content["subject"]
    assert campaign.content["body"] == content["body"]


def test_a_user_may_make_the_segment_but_no_campaign(audience):
    ask("Create a segment of trips from Paris and draft a win-back e-mail")
    segment, mail = Suggestion.objects.all()
    user = make_actor(role=Role.USER)
    with pytest.raises(NotAllowed, match="Manager"):
        suggesting.apply(user, mail.pk)
    assert not Segment.objects.exists()
    assert suggesting.apply(user, segment.pk).applied_id


def test_a_draft_to_a_segment_that_was_deleted_is_refused(audience):
    ask("Create a segment of trips from Paris and draft a win-back e-mail")
    segment, mail = Suggestion.objects.all()
    actor = make_actor()
    suggesting.apply(actor, segment.pk)
    Segment.objects.all().delete()
    with pytest.raises(InputInvalid, match="not there any more"):
        suggesting.apply(actor, mail.pk)
    assert not Campaign.objects.exists()


def test_a_viewer_is_told_that_a_segment_is_not_theirs_to_make(audience):
    make_actor("north", role=Role.VIEWER)
    answer = ask("Create a segment of trips from Paris")
    assert (answer["outcome"], Suggestion.objects.count()) == ("declined", 0)
    assert "Viewer" in answer["answer"]


def test_a_second_segment_of_the_same_name_is_refused_and_stays_open(audience):
    for _time in range(2):
        ask("Create a segment of trips from Paris")
    first, second = Suggestion.objects.order_by("created_at")
    suggesting.apply(make_actor(), first.pk)
    with pytest.raises(InputInvalid, match="already a segment"):
        suggesting.apply(make_actor(), second.pk)
    second.refresh_from_db()
    assert (second.status, Segment.objects.count()) == ("pending", 1)


def test_a_click_makes_nothing_for_a_viewer_or_a_stranger(audience):
    ask("Create a segment of trips from Paris")
    row = Suggestion.objects.get()
    with pytest.raises(NotFound):
        suggesting.apply(make_actor("south", email="ann@south.example"), row.pk)
    with pytest.raises(NotAllowed):
        suggesting.apply(make_actor(role=Role.VIEWER), row.pk)
    assert not Segment.objects.exists()
