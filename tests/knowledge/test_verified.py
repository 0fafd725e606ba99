"""When a verified query's question is the one that was asked, and what its slots become."""

from __future__ import annotations

import pytest

from knowledge.verified import fill, match


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Most profitable activities", "What are the MOST profitable activities?"),
        ("Activités les plus rentables", "montre-moi les activites les plus rentables, s'il te plaît"),
        ("How many members?", "how many members"),
    ],
)
def test_a_question_is_the_same_but_for_case_accents_and_courtesies(question: str, said: str):
    assert match(question, said) == {}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Most profitable activities", "Least profitable activities"),
        ("Most profitable activities", "Most profitable activities in 2025"),
        ("Members who paid", "Members who have not paid"),
        ("How many members?", "How many members and payments?"),
        ("Show me the", "Show me all"),
    ],
)
def test_another_question_is_another(question: str, said: str):
    assert match(question, said) is None


def test_slots_take_what_was_said_as_it_was_said():
    assert match("Unpaid users for {activity} in {city}", "Show unpaid users for Hockey 2025 in Bled!") == {
        "activity": "Hockey 2025",
        "city": "Bled",
    }
    assert match("Unpaid users for {activity}", "Unpaid users for") is None


def test_a_slot_is_a_quoted_value_whatever_it_says():
    sql = "SELECT 1 FROM activities WHERE name = {activity}"
    said = match("Users for {activity}", "users for x'; DROP TABLE users; --")
    assert said == {"activity": "x'; DROP TABLE users"}
    assert fill(sql, "Users for {activity}", said) == (
        "SELECT 1 FROM activities WHERE name = 'x''; DROP TABLE users'"
    )
    assert fill("SELECT 1", "Users for {activity}", said) is None
