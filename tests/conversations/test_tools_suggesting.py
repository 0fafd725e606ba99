"""The tools that propose: cards from what a model writes, checked; nothing made."""

from __future__ import annotations

import pytest

from accounts.models import Organization
from campaigns.models import Campaign
from conversations.models import Suggestion, ToolCall
from conversations.services import suggesting
from knowledge.models import Audience
from tests.conversations.people import make_actor
from tests.conversations.test_model_path import ask_script

pytestmark = pytest.mark.django_db(transaction=True)
MAIL = {"subject": "Come back", "preheader": "", "body": "Hello {{ first_name }}", "cta_text": ""}
PARIS = "SELECT id FROM trips WHERE origin = 'Paris'"


@pytest.fixture
def audience(trips) -> Audience:
    north = Organization.objects.get(slug="north")
    return Audience.objects.create(organization=north, source=trips, table="trips", id_column="id")


def call(tool: str, /, **arguments) -> dict:
    return {"call": tool, "arguments": arguments}


def test_a_model_proposes_a_segment_with_the_count_of_the_askers_rows(audience):
    ask_script([call("create_user_segment", name="Parisians", sql_query=PARIS)], [{"say": "Here it is."}])
    row = Suggestion.objects.get()
    assert (row.kind, row.status) == ("segment", "pending")
    assert row.content == {"name": "Parisians", "query": PARIS, "count": 30}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT carrier, id + 0 AS id FROM trips",
        "DELETE FROM trips RETURNING id",
        "SELECT id FROM trips) AS a, (SELECT id FROM pg_authid",
        "SELECT id FROM trips; SELECT id FROM trips",
    ],
)
def test_what_is_no_list_of_ids_proposes_nothing(audience, sql):
    ask_script([call("create_user_segment", name="x", sql_query=sql)], [{"say": "It did not work."}])
    assert not Suggestion.objects.exists()
    assert ToolCall.objects.get().status == "failed"


def test_a_source_without_audience_proposes_nothing(trips):
    ask_script([call("create_user_segment", name="x", sql_query=PARIS)], [{"say": "No."}])
    assert not Suggestion.objects.exists()


def test_campaigns_and_content_become_cards(audience):
    ask_script(
        [
            call("create_notification_campaign", name="Win back", email=MAIL),
            call("suggest_content", kind="email", title="Come back", content=MAIL),
            call("suggest_content", kind="strategy", title="Plan", content={"steps": [{"action": "Ask"}]}),
            call("suggest_content", kind="sms", title="Too long", content={"message": "x" * 481}),
        ],
        [{"say": "Three cards."}],
    )
    rows = list(Suggestion.objects.order_by("position"))
    assert [row.kind for row in rows] == ["campaign", "email", "strategy"]
    assert rows[0].content["content"] == MAIL
    assert [each.status for each in ToolCall.objects.all()] == ["ok", "ok", "ok", "failed"]


def test_a_mail_is_for_the_segment_of_its_answer(audience):
    ask_script(
        [call("create_user_segment", name="Parisians", sql_query=PARIS)],
        [
            call("suggest_content", kind="email", title="Come back", content=MAIL),
            call("suggest_content", kind="sms", title="Come back", content={"message": "Come back"}),
        ],
        [{"say": "Here they are."}],
    )
    segment, mail, sms = Suggestion.objects.all()
    assert (mail.segment_id, sms.segment_id) == (segment.pk, None)
    suggesting.apply(make_actor(), mail.pk)
    assert Campaign.objects.get().segment.member_count == 30


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("email", MAIL | {"body": "Hello {{ password }}"}, "no variable password"),
        ("email", MAIL | {"html": "<b>"}, "html"),
        ("sms", MAIL, "none of the kind sms"),
        ("audience", {"rules": []}, "rules"),
    ],
)
def test_content_that_could_not_be_used_is_told_to_the_model(audience, kind, content, why):
    ask_script([call("suggest_content", kind=kind, title="x", content=content)], [{"say": "No."}])
    assert not Suggestion.objects.exists()
    assert why in ToolCall.objects.get().result


def test_a_models_segment_says_whether_its_dates_move(audience):
    for sql, told in ((PARIS, "dates stay"), (f"{PARIS} AND flown_on > now() - interval '1 year'", "move")):
        Suggestion.objects.all().delete()
        ask_script([call("create_user_segment", name="x", sql_query=sql)], [{"say": "Here."}])
        assert told in Suggestion.objects.get().reasoning


def test_a_campaign_for_a_segment_that_is_none_of_this_answer_goes_to_none(audience):
    other = "00000000-0000-0000-0000-000000000001"
    ask_script(
        [call("create_notification_campaign", name="Win back", email=MAIL, segment=other)], [{"say": "Done."}]
    )
    assert Suggestion.objects.get().segment_id is None
