"""Questions in the first person: of rows that have owners, the asker's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.planner import plan
from knowledge.planner.plan import Declined, Plan, Planned, Question
from knowledge.semantic.model import SemanticModel
from tests.knowledge.planner.brief import brief
from tests.knowledge.planner.models import NOW, PlainValues, key, make_model
from tests.knowledge.planner.worlds import LIBRARY

PLAIN = make_model(
    """
members: id:int* name city
visits: id:int* member_id:int>members category venue visited_at:ts
bookings: id:int* member_code title booked_at:ts
fees: id:int* member_id:int>members category amount:num paid_on:date
"""
)


def owned(model: SemanticModel, **columns: str) -> SemanticModel:
    """The model with owner columns."""
    tables = dict(model.tables)
    for table, column in columns.items():
        tables[key(table)] = replace(tables[key(table)], owner_column=column)
    return replace(model, tables=tables)


CLUB = owned(PLAIN, visits="member_id", bookings="member_code")


def ask(text: str, owner: str | None = "5", model: SemanticModel = CLUB) -> Plan:
    return plan(Question(text, NOW, owner=owner), model, PlainValues({}))


def read(text: str, owner: str | None = "5", model: SemanticModel = CLUB) -> str:
    planned = ask(text, owner, model)
    assert isinstance(planned, Planned), planned
    return brief(planned.query)


@pytest.mark.parametrize(
    "question",
    [
        "my visits by category",
        "Show me my visits by category",
        "How many visits did I have by category?",
        "Mes visites par catégorie",
        "Combien de visites ai-je par catégorie ?",
    ],
)
def test_the_first_person_narrows_to_the_askers_rows(question: str):
    assert read(question) == "count(visits) | by visits.category | where visits.member_id = 5 | order -m0"


@pytest.mark.parametrize(
    "question",
    [
        "Show me visits by category",
        "Can I see visits by category",
        "I want to see visits by category",
        "I need visits by category",
        "Montre-moi les visites par catégorie",
        "Je voudrais les visites par catégorie",
    ],
)
def test_who_merely_wishes_for_an_answer_asks_about_all_rows(question: str):
    assert read(question) == "count(visits) | by visits.category | order -m0"


def test_the_value_has_the_columns_type():
    assert read("my bookings by month", "A-7") == (
        "count(bookings) | by bookings.booked_at:month | where bookings.member_code = A-7 | order +g0"
    )


def test_where_rows_have_no_owner_mine_is_ours():
    assert read("my fees by category") == read("fees by category")


@pytest.mark.parametrize("owner", [None, "five"])
def test_without_a_value_for_the_owner_it_is_declined(owner: str | None):
    declined = ask("my visits by category", owner)
    assert isinstance(declined, Declined)
    assert declined.reason == "I don't know which of these rows are yours."


def test_an_owner_column_that_the_asker_may_not_see_is_declined():
    assert isinstance(ask("my visits by category", model=owned(PLAIN, visits="hidden")), Declined)


def test_the_plan_says_that_only_own_rows_are_meant():
    planned = ask("my visits by category")
    assert isinstance(planned, Planned)
    assert planned.assumptions == ("Only your own rows are meant.",)


def test_a_follow_up_may_narrow_to_the_askers_rows():
    first = ask("visits by category")
    assert isinstance(first, Planned)
    asked = Question("and my visits by venue?", NOW, owner="5", previous=first.query)
    planned = plan(asked, CLUB, PlainValues({}))
    assert isinstance(planned, Planned)
    assert brief(planned.query) == "count(visits) | by visits.venue | where visits.member_id = 5 | order -m0"


def test_a_pronoun_within_a_name_is_not_the_asker():
    values = PlainValues({"books.title": ["My Brilliant Friend"]})
    model = owned(LIBRARY, loans="reader_id")
    planned = plan(Question("How many loans of My Brilliant Friend?", NOW, owner="5"), model, values)
    assert isinstance(planned, Planned)
    assert "reader_id" not in brief(planned.query)


@pytest.mark.parametrize("question", ["My top 5 categories", "Mes 5 premières catégories"])
def test_a_persons_top_values_are_those_of_most_of_their_rows(question: str):
    assert read(question) == (
        "count(visits) | by visits.category | where visits.category is not null"
        " and visits.member_id = 5 | order -m0 | limit 5"
    )


def test_top_values_of_nobody_in_particular_stay_without_a_measure():
    assert isinstance(ask("Top 5 categories"), Declined)
    assert isinstance(ask("My top 5 categories", model=PLAIN), Declined)
