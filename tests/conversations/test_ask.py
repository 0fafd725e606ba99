"""`ask`: the planner's answers end to end, on a database that nobody described; refusals; follow-ups."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.crypto import encrypt
from conversations.models import Conversation, Message
from querying.models import AnalyticsQuery
from tests.conversations.people import make_actor
from tests.conversations.trips import ask_command

pytestmark = pytest.mark.django_db(transaction=True)
NORTH, SOUTH = "ann@north.example", "ann@south.example"


def test_ask_answers_with_everything_of_the_contract(trips):
    answer = ask_command("How many trips are there?", user=NORTH)
    assert set(answer) >= {
        *(
            "outcome",
            "answer",
            "language",
            "source",
            "reading",
            "sql",
            "sql_run",
            "columns",
            "rows",
            "row_count",
        ),
        *("chart", "choices", "trust", "confidence", "evidence", "follow_ups", "suggested_actions", "usage"),
        *("latency_ms", "error"),
    }
    assert (answer["outcome"], answer["exit"], answer["source"]) == ("answered", 0, "planner")
    assert answer["rows"] == [[60]]
    assert "60" in answer["answer"]
    assert answer["usage"] == {"input_tokens": 0, "output_tokens": 0, "cost_cents": "0.000000"}
    assert answer["evidence"]["sent_to_model"] is None
    # Nobody approved a metric here, so it can't be verified.
    assert answer["trust"] == "checked"


def test_ask_shows_each_organization_its_own_rows(trips):
    """The two hold look-alike trips: only a cut by tenant tells them apart."""
    north = ask_command("Total delay by origin", user=NORTH)
    south = ask_command("Total delay by origin", user=SOUTH)
    assert north["row_count"] == south["row_count"] == 2
    assert sum(row[1] for row in north["rows"]) == sum(i % 10 for i in range(1, 121) if i % 2 == 0)
    assert sum(row[1] for row in south["rows"]) == sum(i % 10 for i in range(1, 121) if i % 2 == 1)


def test_ask_groups_by_what_a_column_points_to(trips):
    answer = ask_command("Number of trips by carrier name", user=NORTH)
    assert answer["outcome"] == "answered", answer
    assert dict(answer["rows"]) == {"Beta Lines": 40, "Alpha Air": 20}
    assert answer["evidence"]["joins"]
    assert answer["chart"] is not None


def test_ask_refines_the_conversations_last_answer(trips):
    first = ask_command("Number of trips by carrier", user=NORTH)
    second = ask_command("And by month?", user=NORTH, conversation=first["conversation"])
    assert second["outcome"] == "answered"
    assert [row[1] for row in second["rows"]] == [15, 14, 15, 15, 1]
    assert Conversation.objects.count() == 1
    assert Message.objects.count() == 4


def test_ask_in_french(trips):
    answer = ask_command("Combien de trips par carrier ?", user=NORTH)
    assert (answer["language"], answer["outcome"]) == ("fr", "answered")


def test_ask_says_what_dates_there_are(trips):
    answer = ask_command("How many trips in 2030?", user=NORTH)
    assert answer["outcome"] == "answered"
    assert "January 3, 2025" in answer["answer"]  # of its own rows, not of all
    assert "May 1, 2025" in answer["answer"]


def test_ask_declines_what_it_can_not_know(trips):
    answer = ask_command("What is the meaning of life?", user=NORTH)
    assert (answer["outcome"], answer["exit"], answer["trust"], answer["rows"]) == ("declined", 0, None, None)
    assert answer["follow_ups"]
    assert not AnalyticsQuery.objects.filter(generated_by="planner").exists()


def test_ask_freezes_the_clock(trips):
    answer = ask_command("How many trips this month?", user=NORTH, now="2025-02-10T00:00:00Z")
    assert answer["rows"] == [[14]]


def test_ask_a_source_that_is_down(trips):
    trips.encrypted_reader_url = encrypt("postgresql://nobody@127.0.0.1:1/none")
    trips.save()
    answer = ask_command("How many trips are there?", user=NORTH)
    assert (answer["outcome"], answer["exit"], answer["error"]["code"]) == ("error", 1, "query.failed")
    assert answer["sql"]
    assert "127.0.0.1" not in answer["error"]["text"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"user": "nobody@north.example"}, "nobody@north.example"),
        ({"user": NORTH, "datasource": "Elsewhere"}, "Elsewhere"),
        ({"user": NORTH, "provider": "Elsewhere"}, "Elsewhere"),
        ({"user": NORTH, "conversation": "00000000-0000-4000-8000-000000000000"}, "does not exist"),
    ],
)
def test_ask_fails_with_one_line(trips, options, words):
    with pytest.raises(CommandError, match=words):
        call_command("ask", "How many trips are there?", **options)


@pytest.mark.parametrize("question", ["", "   ", "x" * 501])
def test_ask_refuses_questions_that_are_none(trips, question):
    with pytest.raises(CommandError):
        call_command("ask", question, user=NORTH)
    assert not Message.objects.exists()


def test_ask_without_any_source_says_so():
    make_actor()
    answer = ask_command("How many trips are there?", user=NORTH)
    assert answer["outcome"] == "declined"
    assert "data source" in answer["answer"]
