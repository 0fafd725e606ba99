"""What is made of numbers: averages per unit, shares, comparisons, parts of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.planner import follow_ups, plan, understood
from knowledge.planner.plan import Planned, Question
from knowledge.semantic.compiler import compile_query
from knowledge.semantic.memory import query_as_json, query_from_json
from tests.knowledge.planner.brief import brief
from tests.knowledge.planner.worlds import LIBRARY, LIBRARY_VALUES, SHOP, SHOP_VALUES

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
MODELS = {"library": LIBRARY, "shop": SHOP}

ASKED = [
    ("library", "On average, how many loans per day in 2025?", "average per day"),
    ("library", "average daily loans in 2025", "average per day"),
    ("library", "En moyenne, combien de prêts par jour en 2025 ?", "average per day"),
    ("library", "nombre moyen de prêts par mois en 2025", "average per month"),
    ("library", "median number of loans per week", "median per week"),
    ("library", "average number of loans per branch", "average per group"),
    ("library", "share of loans by branch", "share of each"),
    ("library", "loans in 2025 vs 2024", "against 2024-01-01..2025-01-01"),
    ("library", "loans in March 2025 compared with the previous month", "against 2025-02-01..2025-03-01"),
    (
        "library",
        "loans this month compared with the same month last year",
        "against 2025-11-01..2025-11-22 cut",
    ),
    ("library", "évolution des prêts en 2025 par rapport à 2024", "against 2024-01-01..2025-01-01"),
    ("library", "loans by day of the week", "by weekday"),
    ("library", "which weekday has the fewest loans?", "by weekday lowest"),
    ("library", "prêts par jour de la semaine", "by weekday"),
    ("library", "compare the number of loans in 2025 with 2024", "against 2024-01-01..2025-01-01"),
    ("library", "Compare loans this year with last year", "against 2025-01-01..2025-11-22 cut"),
    (
        "library",
        "by how many percent did loans grow in October 2026 compared with September 2026?",
        "against 2026-09-01..2026-10-01",
    ),
    (
        "library",
        "prêts ce mois-ci par rapport au mois dernier",
        "against 2026-10-01..2026-10-22 cut",
    ),
    ("shop", "revenue this year vs last year", "against 2025-01-01..2025-11-22 cut"),
    ("library", "for each branch, the 3 books with the most loans", "top 3 of each 1"),
    ("library", "book with the most loans in each branch", "top 1 of each 1"),
    ("library", "latest loan of each reader", "top 1 of each 3"),
    ("library", "pour chaque genre, le livre avec le plus de prêts", "top 1 of each 1"),
    ("library", "cumulative loans by month in 2025", "running total"),
    ("library", "cumul des prêts par mois en 2025", "running total"),
    ("library", "loans month over month in 2025", "change by unit"),
    ("library", "évolution des prêts d'un mois sur l'autre", "change by unit"),
    ("library", "what share of loans comes from each branch?", "share of each"),
    ("library", "prêts par genre en pourcentage", "share of each"),
    ("library", "loans 2024 vs 2025", "against 2025-01-01..2026-01-01"),
    ("library", "loans in October vs September 2026", "against 2026-09-01..2026-10-01"),
    ("library", "loans in 2025 vs 2024 by branch", "against 2024-01-01..2025-01-01"),
    ("library", "did we have more loans this month than last month?", "against 2026-10-01..2026-10-22 cut"),
    ("library", "by how much did loans grow this year?", "against 2025-01-01..2025-11-22 cut"),
    ("library", "croissance des prêts entre 2024 et 2025", "against 2024-01-01..2025-01-01"),
    ("library", "comparer les prêts en 2025 et 2024", "against 2024-01-01..2025-01-01"),
    (
        "library",
        "compare les prêts de cette année avec l'année dernière",
        "against 2025-01-01..2025-11-22 cut",
    ),
]


def read(world: str, text: str) -> Planned:
    values = {"library": LIBRARY_VALUES, "shop": SHOP_VALUES}[world]
    found = plan(Question(text, NOW), MODELS[world], values)
    assert isinstance(found, Planned), found
    return found


@pytest.mark.parametrize(("world", "text", "part"), ASKED)
def test_derived_numbers_are_read(world: str, text: str, part: str):
    assert brief(read(world, text).query).split(" | ")[-1] == part


@pytest.mark.parametrize(("world", "text", "part"), ASKED)
def test_derived_queries_compile_and_are_remembered_whole(world: str, text: str, part: str):
    model = MODELS[world]
    query = read(world, text).query
    compiled = compile_query(query, model)
    assert compiled.sql.startswith("WITH ")
    assert query_from_json(query_as_json(query)) == query
    assert follow_ups(query, model, language="en", now=NOW) == []


@pytest.mark.parametrize(
    "text",
    [
        "average price per genre",
        "how many loans per day in 2025",
        "loans this year",
    ],
)
def test_other_questions_stay_as_they_are(text: str):
    assert read("library", text).query.derived is None


def test_a_metric_named_by_an_average_is_no_average_of_something_else():
    assert read("shop", "panier moyen par mois cette année").query.derived is None


def test_averages_count_the_days_without_rows_and_stop_today():
    sql = compile_query(read("library", "average number of loans per day this year").query, LIBRARY).sql
    assert "generate_series(timestamp '2026-01-01 00:00:00', timestamp '2026-11-21 00:00:00'" in sql
    assert "count(*) - count(measured." in sql


def test_a_running_period_is_compared_up_to_the_same_day_and_says_so():
    found = read("library", "loans this month compared with last month")
    assert brief(found.query).endswith("2026-11-01..2026-11-22 | against 2026-10-01..2026-10-22 cut")
    assert found.assumptions[-1].startswith("The current period is still running")


def test_amounts_stay_apart_by_currency_in_comparisons():
    compiled = compile_query(read("shop", "revenue this year vs last year").query, SHOP)
    assert [column.name for column in compiled.columns] == [
        "currency",
        "this_period",
        "period_before",
        "change",
        "growth",
    ]


def test_derived_queries_are_understood_in_words():
    found = read("library", "average number of loans per day in 2025")
    assert understood(found.query, LIBRARY, "en") == (
        "Understood as **number of loans**, **2025**: **average per day**"
    )


def test_a_derived_query_is_not_refined_but_asked_anew():
    before = read("library", "average number of loans per day in 2025").query
    found = plan(Question("and by branch?", NOW, previous=before), LIBRARY, LIBRARY_VALUES)
    assert not isinstance(found, Planned) or found.query.derived is None


def test_a_number_before_is_compared_by_a_follow_up():
    before = read("library", "how many loans in 2025?").query
    asked = Question("compared with 2024?", NOW, previous=before)
    found = plan(asked, LIBRARY, LIBRARY_VALUES)
    assert isinstance(found, Planned)
    assert brief(found.query).endswith("against 2024-01-01..2025-01-01")


def test_periods_stand_in_the_order_they_were_named_in():
    compiled = compile_query(read("library", "loans 2024 vs 2025").query, LIBRARY)
    assert [column.name for column in compiled.columns] == [
        "first_period",
        "second_period",
        "change",
        "growth",
    ]
    assert "COALESCE(second_period.loans_count, 0) - COALESCE(first_period.loans_count, 0)" in compiled.sql


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "books, cheapest first",
            "rows of books: books.id, books.title, books.genre, books.pages, books.price, books.published_on"
            ", books.language | order +g4",
        ),
        (
            "list the books with their title and price, most expensive first",
            "rows of books: books.title, books.price | order -g1",
        ),
        (
            "liste des livres du plus cher au moins cher, avec leur titre",
            "rows of books: books.title, books.price | order -g1",
        ),
        ("loans by branch in alphabetical order", "count(loans) | by branch>branches.name | order +g0"),
        ("books over 30 euros, how many?", "count(books) | where books.price > 30"),
        ("livres entre 10 et 20 euros, combien ?", "count(books) | where books.price between 10, 20"),
        (
            "how many loans does a reader have on average?",
            "count(loans) | by reader>readers.first_name, reader>readers.last_name, loans.reader_id"
            " | average per group",
        ),
        ("readers from Lyon, how many?", "count(readers) | where readers.city = Lyon"),
        (
            "which e-mails are used more than once?",
            "count(readers) | by readers.email | where readers.email is not null | having 0 >= 2 | order -m0",
        ),
        (
            "lecteurs avec la même adresse e-mail",
            "count(readers) | by readers.email | where readers.email is not null | having 0 >= 2 | order -m0",
        ),
    ],
)
def test_order_columns_counts_and_duplicates_are_read(text: str, expected: str):
    assert brief(read("library", text).query) == expected


@pytest.mark.parametrize(
    "text",
    [
        "share of fined loans by branch",  # of each branch's loans, or of all that were fined?
        "cumulative average price by month",
        "duplicate loans",
        "books, strangest first",
        "readers over 30 euros",
        "loans 2024 vs readers",
    ],
)
def test_what_is_not_clear_is_left(text: str):
    found = plan(Question(text, NOW), LIBRARY, LIBRARY_VALUES)
    assert not isinstance(found, Planned)
