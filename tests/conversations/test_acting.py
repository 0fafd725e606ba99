"""What an answer offers to do with it, and what the buttons then do."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from functools import partial
from uuid import UUID

import pytest

from accounts.models import AuditEntry, Organization
from accounts.roles import Role
from conversations import services
from conversations.errors import InputInvalid, NotAllowed, NotFound
from conversations.models import Message, Suggestion, ToolCall
from conversations.services import suggesting
from knowledge.models import Audience
from querying.models import DataSourceAccess
from tests.conversations.people import make_actor
from tests.conversations.test_model_path import ask_script
from tests.conversations.test_segment_path import ask

pytestmark = pytest.mark.django_db(transaction=True)
BY_CARRIER = "SELECT carrier, count(*) AS trips FROM trips GROUP BY carrier ORDER BY trips DESC"
PARIS = "SELECT id, carrier FROM trips WHERE origin = 'Paris'"


@pytest.fixture
def audience(trips) -> Audience:
    north = Organization.objects.get(slug="north")
    return Audience.objects.create(organization=north, source=trips, table="trips", id_column="id")


def call(tool: str, /, **arguments) -> dict:
    return {"call": tool, "arguments": arguments}


def sql_call(sql: str, **more) -> dict:
    return call("execute_analytics_query", query_type="event_analysis", sql_query=sql, **more)


def offers(answer: dict) -> list[tuple[str, str]]:
    """Each action with its one parameter that matters."""
    of = {"ask": "text", "create_segment": "name", "change_chart": "kind", "export": "format"}
    return [(each["action"], each["parameters"][of[each["action"]]]) for each in answer["suggested_actions"]]


def mark(answer: dict) -> str:
    return Message.objects.get(pk=answer["message"]).payload["chart"]["spec"]["mark"]["type"]


def test_a_planners_chart_can_be_changed_by_a_click_and_back(trips):
    answer = ask("Number of trips by carrier")
    assert offers(answer) == [("change_chart", "bar"), ("change_chart", "pie"), ("export", "csv")]
    actor, key = make_actor(), UUID(answer["message"])
    before = Message.objects.get(pk=key).payload["chart"]
    services.change_chart(actor, message_id=key, kind="pie")
    assert mark(answer) == "arc"
    services.change_chart(actor, message_id=key, kind="bar")
    assert Message.objects.get(pk=key).payload["chart"] == before
    with pytest.raises(InputInvalid):
        services.change_chart(actor, message_id=key, kind="line")


def test_an_average_makes_no_pie_and_a_single_number_no_button(trips):
    assert ("change_chart", "pie") not in offers(ask("Average delay by carrier"))
    assert offers(ask("How many trips are there?")) == []


def test_rows_are_taken_along_as_they_stand_with_the_rights_of_now(trips):
    answer = ask("Number of trips by carrier")
    actor, key = make_actor(), UUID(answer["message"])
    with closing(services.open_rows_file(actor, message_id=key, extension="json").blocks) as blocks:
        rows = json.loads(b"".join(blocks))
    assert [list(row.values()) for row in rows] == answer["rows"]
    assert AuditEntry.objects.get(action="query.exported").details["rows"] == 2
    DataSourceAccess.objects.filter(source=trips, organization=actor.organization_id).delete()
    with pytest.raises(NotFound):
        services.open_rows_file(actor, message_id=key, extension="csv")


def test_the_page_gives_a_file_that_no_spreadsheet_runs(trips, client):
    ask_script([sql_call("SELECT '=1+1' AS a, -5 AS b, NULL AS c")], [{"say": "Here."}])
    answer = Message.objects.get(role="assistant")
    client.force_login(answer.conversation.owner)
    response = client.get(f"/chat/answers/{answer.pk}/rows.csv")
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows == [["a", "b", "c"], ["'=1+1", "-5", ""]]
    assert response["Content-Disposition"].startswith("attachment")


def test_the_chart_becomes_a_picture_and_its_numbers_stay_out_of_the_address(trips, client):
    answer = ask("Number of trips by carrier")
    message = Message.objects.get(pk=answer["message"])
    client.force_login(message.conversation.owner)
    starts = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}
    for extension, start in starts.items():
        response = client.get(f"/chat/answers/{message.pk}/chart.{extension}")
        assert response.content.startswith(start)
        assert "Number of trips by carrier" in response["Content-Disposition"]
    assert client.get(f"/chat/answers/{message.pk}/chart.gif").status_code == 404
    message.payload["chart"]["spec"]["data"] = {"url": "file:///etc/passwd"}
    message.save()
    refused = client.get(f"/chat/answers/{message.pk}/chart.png")
    assert (refused.status_code, b"root:" in refused.content) == (400, False)


def test_nobody_elses_answer_can_be_acted_on(trips, client):
    answer = ask("Number of trips by carrier")
    for other in (make_actor(email="bob@north.example"), make_actor("south", email="ann@south.example")):
        key = UUID(answer["message"])
        for act in (
            services.propose_people,
            partial(services.open_rows_file, extension="csv"),
            partial(services.draw_answer, extension="png"),
        ):
            with pytest.raises(NotFound):
                act(other, message_id=key)
        with pytest.raises(NotFound):
            services.change_chart(other, message_id=UUID(answer["message"]), kind="pie")
    assert mark(answer) == "bar"


def test_people_of_a_models_answer_become_a_card_once_and_then_a_segment(audience):
    suggested = [
        {"action": "create_segment", "parameters": {"name": "Parisians"}, "description": "Keep them"}
    ]
    answer = ask_script([sql_call(PARIS, suggested_actions=suggested)], [{"say": "Here they are."}])
    assert offers(answer)[0] == ("create_segment", "Parisians")
    assert answer["suggested_actions"][0]["description"] == "Keep them"
    actor, key = make_actor(), UUID(answer["message"])
    first, second = (services.propose_people(actor, message_id=key) for _time in range(2))
    assert (first.content["count"], first.content["name"]) == (30, "Parisians")
    assert str(first.pk) == str(second.pk)
    suggesting.apply(actor, first.pk)
    assert Suggestion.objects.get().status == "applied"


def test_what_is_not_possible_is_not_offered_whatever_a_model_says(audience):
    suggested = [
        {"action": "create_segment", "description": "Make a segment"},
        {"action": "change_chart", "parameters": {"kind": "line"}, "description": "As a line"},
        {"action": "ask", "parameters": {"text": "How many trips are there?"}, "description": "And in all?"},
    ]
    answer = ask_script([sql_call(BY_CARRIER, suggested_actions=suggested)], [{"say": "Here."}])
    assert offers(answer) == [("export", "csv"), ("ask", "How many trips are there?")]
    viewer = ask_script([sql_call(PARIS)], [{"say": "Here."}], role=Role.USER)
    assert offers(viewer)[0][0] == "create_segment"
    with pytest.raises(InputInvalid):
        services.propose_people(make_actor(), message_id=UUID(answer["message"]))


@pytest.mark.parametrize(
    "action",
    [
        {"action": "drop_table", "description": "x"},
        {"action": "ask", "description": "x"},
        {"action": "ask", "parameters": {"text": "x", "sql": "x"}, "description": "x"},
        {"action": "change_chart", "parameters": {"kind": "hologram"}, "description": "x"},
        {"action": "export", "description": ""},
    ],
)
def test_actions_of_another_form_are_refused(trips, action):
    ask_script([sql_call(BY_CARRIER, suggested_actions=[action])], [{"say": "No."}])
    assert ToolCall.objects.get().result.startswith("The arguments are not valid.")


def test_a_model_changes_the_chart_to_what_the_rows_allow(trips):
    answer = ask_script(
        [call("generate_visualization", kind="pie")],
        [sql_call(BY_CARRIER, description="Trips")],
        [call("generate_visualization", kind="line")],
        [call("generate_visualization", kind="pie", title="Shares")],
        [{"say": "BB has 40 trips, AA has 20."}],
    )
    assert [each.status for each in ToolCall.objects.all()] == ["failed", "ok", "failed", "ok"]
    spec = answer["chart"]
    assert (spec["mark"]["type"], spec["title"], answer["rows"]) == (
        "arc",
        "Shares",
        [["BB", 40], ["AA", 20]],
    )
    assert [(each["s"], each["x"]) for each in spec["data"]["values"]] == [("BB", 40), ("AA", 20)]
    assert offers(answer) == [("export", "csv"), ("change_chart", "bar"), ("change_chart", "pie")]
    assert answer["trust"] == "checked"


def test_a_charts_columns_are_those_of_the_rows(trips):
    wide = "SELECT carrier, count(*) AS trips, max(id) AS last FROM trips GROUP BY carrier"
    answer = ask_script(
        [sql_call(wide)],
        [call("generate_visualization", kind="bar", x="carrier", y="profit")],
        [call("generate_visualization", kind="bar", x="carrier", y="trips")],
        [{"say": "Here."}],
    )
    assert "no column profit" in ToolCall.objects.all()[1].result
    assert [each["x"] for each in answer["chart"]["data"]["values"]] == [row[1] for row in answer["rows"]]
    assert offers(answer) == [("export", "csv")]


def test_what_is_decided_about_a_card_is_recorded(audience):
    ask("Create a segment of trips from Paris and draft a win-back e-mail")
    _segment, mail = Suggestion.objects.all()
    user = make_actor(role=Role.USER)
    with pytest.raises(NotAllowed, match="Manager"):
        suggesting.apply(user, mail.pk)
    manager = make_actor(role=Role.MANAGER)
    suggesting.apply(manager, mail.pk)
    entries = AuditEntry.objects.filter(action__startswith="suggestion.").order_by("pk")
    assert [(each.action, each.user_id) for each in entries] == [
        ("suggestion.refused", user.user_id),
        ("suggestion.applied", manager.user_id),
        ("suggestion.applied", manager.user_id),
    ]
    mail.refresh_from_db()
    assert entries[2].details["parameters"] == {
        "kind": "email",
        "title": mail.title,
        "made": "campaign",
        "id": mail.applied_id,
    }
    assert "Manager" in entries[0].details["reason"]
