"""The model's path: tools, repair, limits, what is sent and what is told; by the scripted provider."""

from __future__ import annotations

import pytest
from django.test import override_settings

from accounts.models import Organization
from accounts.roles import Role
from conversations import services
from conversations.asking import ask_and_wait
from conversations.models import ToolCall, Turn
from providers.models import ModelRequest
from providers.services import make_provider
from querying.models import AnalyticsQuery
from tests.conversations.people import make_actor, nobody_runs
from tests.conversations.trips import ask_command

pytestmark = pytest.mark.django_db(transaction=True)
ODD = "Which is the oddest thing about zebras?"
COUNT = "SELECT carrier, count(*) AS trips FROM trips GROUP BY carrier ORDER BY trips DESC"


def sql_call(sql: str) -> dict:
    arguments = {"query_type": "event_analysis", "sql_query": sql, "description": "Trips per carrier"}
    return {"call": "execute_analytics_query", "arguments": arguments}


def ask_script(*rounds: list[dict], question: str = ODD, role: Role = Role.MANAGER, **options) -> dict:
    make_actor("north", role=role)
    make_provider(
        "Script",
        organization=Organization.objects.get(slug="north"),
        kind="scripted",
        model="test",
        parameters={"script": [{"rounds": list(rounds)}]},
    )
    return ask_command(question, user="ann@north.example", **options)


def checks_of(answer: dict) -> dict[str, bool]:
    return {check["name"]: check["passed"] for check in answer["evidence"]["checks"]}


def test_the_model_answers_what_the_planner_leaves(trips):
    answer = ask_script([sql_call(COUNT)], [{"say": "BB has 40 trips, AA has 20."}])
    assert (answer["outcome"], answer["source"]) == ("answered", "model")
    assert answer["answer"] == "BB has 40 trips, AA has 20."
    assert answer["rows"] == [["BB", 40], ["AA", 20]]
    assert (answer["sql"], answer["reading"], answer["trust"]) == (COUNT, "Trips per carrier", "checked")
    assert checks_of(answer)["numbers_traced"]
    sent = answer["evidence"]["sent_to_model"]
    assert (sent["provider"], sent["model"], sent["rows"]) == ("Script", "test", 2)
    assert answer["usage"]["input_tokens"] > 0
    logged = AnalyticsQuery.objects.get(purpose="chat", generated_by="model")
    assert (logged.generated_by, logged.provider, logged.model) == ("model", "Script", "test")


def test_each_request_of_a_turn_is_on_the_askers_account(trips):
    answer = ask_script([sql_call(COUNT)], [{"say": "BB has 40 trips, AA has 20."}])
    turn, rows = Turn.objects.get(), list(ModelRequest.objects.order_by("pk"))
    assert [row.outcome for row in rows] == ["ok", "ok"]
    assert {(row.user_id, row.conversation_id, row.turn_id) for row in rows} == {
        (turn.conversation.owner_id, turn.conversation_id, turn.pk)
    }
    assert sum(row.input_tokens for row in rows) == answer["usage"]["input_tokens"]


def test_numbers_that_no_query_gave_make_it_unsure(trips):
    answer = ask_script([sql_call(COUNT)], [{"say": "BB has 41 trips."}])
    assert answer["trust"] == "unsure"
    assert not checks_of(answer)["numbers_traced"]


def test_an_answer_without_a_query_is_unsure(trips):
    answer = ask_script([{"say": "I believe it is 7."}])
    assert (answer["trust"], answer["rows"]) == ("unsure", None)
    assert checks_of(answer) == {"query_run": False}


def test_a_failed_query_is_repaired(trips):
    answer = ask_script(
        [sql_call("SELECT nothing FROM trips")], [sql_call(COUNT)], [{"say": "BB has 40 trips."}]
    )
    assert (answer["outcome"], answer["rows"][0]) == ("answered", ["BB", 40])
    assert list(ToolCall.objects.values_list("status", flat=True)) == ["failed", "ok"]


def test_a_query_that_can_not_be_repaired_is_a_plain_error_with_its_sql(trips):
    answer = ask_script([sql_call("SELECT nothing FROM trips")])
    assert (answer["outcome"], answer["error"]["code"]) == ("error", "query.rejected")
    assert answer["sql"] == "SELECT nothing FROM trips"
    assert ToolCall.objects.count() == 3  # the query, and two repairs


def test_a_model_can_not_write_or_see_others(trips):
    for sql in ("DELETE FROM trips", "SELECT * FROM pg_authid", "SELECT 1; SELECT 2"):
        ToolCall.objects.all().delete()
        answer = ask_script([sql_call(sql)], [{"say": "Done."}])
        assert answer["trust"] == "unsure"
        assert ToolCall.objects.get().result.startswith("Refused (sql.")
    answer = ask_script([sql_call("SELECT sum(id) FROM trips")], [{"say": "Done."}])
    assert answer["rows"] == [[sum(range(2, 121, 2))]] or answer["rows"] == [[sum(range(1, 121, 2))]]


def test_personal_data_does_not_reach_the_model(trips):
    make_actor("north", role=Role.OWNER)
    answer = ask_script(
        [sql_call("SELECT contact_email FROM trips ORDER BY id LIMIT 1")],
        [{"say": "{{tool_result}}"}],
        role=Role.OWNER,
    )
    assert "@example.com" in answer["rows"][0][0]  # the owner may see it
    assert "@example.com" not in answer["answer"]  # the model was not told


def test_defined_names_only(trips):
    call = {"call": "query_metrics", "arguments": {"metrics": ["profit"]}}
    ask_script([call], [{"say": "There is no such metric."}])
    assert "Unknown metric profit" in ToolCall.objects.get().result


def test_what_the_model_writes_as_arguments_is_checked(trips):
    broken = {"call": "execute_analytics_query", "arguments": "{not json"}
    unknown = {"call": "drop_everything", "arguments": {}}
    ask_script([broken], [unknown], [{"say": "Sorry."}])
    results = list(ToolCall.objects.values_list("result", flat=True))
    assert results[0].startswith("The arguments are not valid.")
    assert results[1] == "There is no tool 'drop_everything'."


def test_rounds_are_limited(trips):
    answer = ask_script([{"call": "search_knowledge", "arguments": {"text": "trips"}}])
    assert answer["outcome"] == "answered"
    assert ToolCall.objects.count() == 7  # the eighth round offers no tools


def test_no_model_for_viewers(trips):
    answer = ask_script([{"say": "Hello."}], role=Role.VIEWER)
    assert (answer["outcome"], answer["source"]) == ("declined", "planner")


def test_planner_alone_when_asked_for(trips):
    answer = ask_script([{"say": "Hello."}], provider="planner")
    assert (answer["outcome"], answer["source"]) == ("declined", "planner")


def test_the_planner_comes_first(trips):
    answer = ask_script([{"say": "Hello."}], question="How many trips are there?")
    assert (answer["source"], answer["rows"]) == ("planner", [[60]])


def test_a_named_provider_comes_first(trips):
    answer = ask_script([{"say": "Hello."}], question="How many trips are there?", provider="Script")
    assert (answer["source"], answer["answer"]) == ("model", "Hello.")


def test_one_switch_stops_all_models(trips):
    with override_settings(MODELS_ENABLED=False):
        assert ask_script([{"say": "Hello."}])["source"] == "planner"


def test_no_model_answers(trips):
    answer = ask_script([{"fail": "refused"}])
    assert (answer["outcome"], answer["error"]["code"]) == ("error", "provider.unavailable")
    assert answer["follow_ups"]


def test_a_model_is_told_the_query_that_a_question_is_about(trips):
    """The script's first answer is for a request that holds the SQL, which no word of the question does."""
    actor = make_actor("north", role=Role.MANAGER)
    make_provider(
        "Script",
        organization=Organization.objects.get(slug="north"),
        kind="scripted",
        model="test",
        parameters={
            "script": [
                {"when": "group by carrier order by trips desc", "rounds": [[{"say": "Name the columns."}]]},
                {"when": "", "rounds": [[{"say": "Which query?"}]]},
            ]
        },
    )
    wishes = services.Wishes(data_source_id=trips.pk, query=COUNT)
    answer = ask_and_wait(actor, "How many trips?", wishes=wishes)
    assert answer.text == "Name the columns."
    again = services.retry_turn(actor, message_id=answer.pk, enqueue=nobody_runs)
    assert again.attached_query == COUNT
    question, *_answers = services.snapshot(answer.conversation)["messages"]
    assert question["query"] == COUNT
